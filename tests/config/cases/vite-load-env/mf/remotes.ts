export const remotes = (env: Record<string, string>) => ({
  detail: { type: 'module', name: 'detail', entry: env.VITE_DETAIL_URL || 'http://localhost:3001/remoteEntry.js' },
  cart: `cart@${env.VITE_CART_URL}`,
});
