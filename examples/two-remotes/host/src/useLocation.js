import { startTransition, useCallback, useEffect, useState } from 'react';

/** The path of the address bar, and a function that goes elsewhere. */
export function useLocation() {
  const [pathname, setPathname] = useState(() => window.location.pathname);

  useEffect(() => {
    const follow = () => startTransition(() => setPathname(window.location.pathname));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const navigate = useCallback(path => {
    window.history.pushState(null, '', path);
    startTransition(() => setPathname(path));
  }, []);

  return [pathname, navigate];
}
