import { fromPackageJson, withNativeFederation } from '@angular-architects/native-federation/config';

export default withNativeFederation({
  name: 'reviews',
  exposes: { './routes': './src/app/app.routes.ts' },
  shared: fromPackageJson({ singleton: true }).patch(['@angular/core'], { includeSecondaries: { keepAll: true } }),
});
