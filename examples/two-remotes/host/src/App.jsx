import { Suspense, useMemo } from 'react';
import { Footer } from './Footer.jsx';
import { Header } from './Header.jsx';
import { Notifications } from './Notifications.jsx';
import { CartPage, OrderHistory, ProductList, ProductPage } from './remotes.js';
import { findRoute } from './routes.js';
import { useLocation } from './useLocation.js';

const pages = { list: ProductList, product: ProductPage, cart: CartPage, orders: OrderHistory };

export function App() {
  const [pathname, navigate] = useLocation();
  const { page, params } = useMemo(() => findRoute(pathname), [pathname]);
  const Page = pages[page];
  return (
    <>
      <Header current={page} navigate={navigate} />
      <main>
        <Suspense fallback={<p className="loading">Just a moment…</p>}>
          {Page ? <Page {...params} navigate={navigate} /> : <p>There is no page {pathname}.</p>}
        </Suspense>
      </main>
      <Footer />
      <Notifications />
    </>
  );
}
