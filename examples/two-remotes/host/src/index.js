// The asynchronous border: shared packages are settled before anything that imports them runs.
import('./bootstrap.jsx');
