export const SCOPE = 'gameScope';

export const getShared = (deps: Record<string, string>) => ({
  react: { requiredVersion: deps['react'], singleton: true },
  'react-dom': { requiredVersion: deps['react-dom'], singleton: true, shareScope: SCOPE },
});
