import { compile, match } from 'path-to-regexp';

const table = [
  { page: 'list', path: '/{:category}' },
  { page: 'product', path: '/product/:id' },
  { page: 'cart', path: '/basket{/:step}' },
  { page: 'orders', path: '/orders' },
].map(route => ({ ...route, matches: match(route.path), build: compile(route.path) }));

// The fixed paths come before the one that takes anything for a category.
const byPrecision = [...table].sort((a, b) => b.path.indexOf(':') - a.path.indexOf(':'));

/** The page of a path and its parameters; page is undefined when there is none. */
export function findRoute(pathname) {
  const fixed = table.find(({ path }) => path === pathname);
  for (const { page, matches } of fixed ? [fixed] : byPrecision) {
    const found = matches(pathname);
    if (found) return { page, params: { ...found.params } };
  }
  return { page: undefined, params: {} };
}

/** The path of a page, filled in. */
export function pathTo(page, params = {}) {
  return table.find(route => route.page === page).build(params);
}
