// Shares are loaded in the background: nothing is imported before the bootstrap module is.
import('./bootstrap.js');
