// What all three apps share.
export const shared = {
  antd: {},
  'date-fns': {},
  'lodash-es': {},
  react: { singleton: true },
  'react-dom': { singleton: true },
  'react-dom/client': { singleton: true },
};
