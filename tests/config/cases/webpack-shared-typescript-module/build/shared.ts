import type { WebpackSharedObject } from 'plugin-sdk';

export const pinned = { '@scalprum/core': { singleton: true }, '@openshift/sdk': { singleton: true, requiredVersion: '*' } } as const;

const sharedPluginModules: WebpackSharedObject = {
  react: { singleton: true, requiredVersion: '^18' },
  'react-dom': { singleton: true, requiredVersion: '^18' },
  ...pinned,
};

export default sharedPluginModules;
