const deps = require('./package.json').dependencies;

module.exports = ({ name, exposes = {}, remotes = {} }, ...more) => ({
  name,
  filename: 'remoteEntry.js',
  exposes,
  remotes,
  shared: [...more, { react: { singleton: true, requiredVersion: deps.react } }],
});
