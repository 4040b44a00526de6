const { withModuleFederationPlugin } = require('@angular-architects/module-federation/webpack');

module.exports = withModuleFederationPlugin({
  name: 'mfe1',
  exposes: { './Module': './src/app/flights/flights.module.ts' },
  shared: { '@angular/core': { singleton: true, strictVersion: true }, rxjs: '^7.0.0' },
});
