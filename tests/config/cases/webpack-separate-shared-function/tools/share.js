const { dependencies, peerDependencies } = require('../package.json');
const versions = { ...peerDependencies, ...dependencies };

exports.share = (names, options = {}) =>
  names.reduce((all, name) => ({ ...all, [name]: { requiredVersion: versions[name], ...options } }), {});
