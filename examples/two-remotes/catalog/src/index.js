// For work on this remote alone; the host loads what mfshake.json exposes.
import('./bootstrap.jsx');
