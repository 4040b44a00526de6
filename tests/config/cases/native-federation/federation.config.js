const { withNativeFederation } = require('@angular-architects/native-federation/config');

module.exports = withNativeFederation({
  name: 'mfe1',
  exposes: { './Component': './src/app/app.component.ts' },
  shared: { rxjs: { singleton: true, strictVersion: true, requiredVersion: '^7.8.0' } },
  skip: ['rxjs/ajax'],
});
