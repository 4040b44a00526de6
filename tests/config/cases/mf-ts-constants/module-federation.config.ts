import { createModuleFederationConfig } from '@module-federation/enhanced/rspack';
import { getShared, SCOPE } from './shared';
import pkg from './package.json';

export default createModuleFederationConfig({ name: 'game', shareScope: SCOPE, exposes: { './Game': './src/Game' }, shared: getShared(pkg.dependencies) });
