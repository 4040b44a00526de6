import { createRoot } from 'react-dom/client';
import CartPage from './CartPage.jsx';

createRoot(document.getElementById('root')).render(
  <CartPage step="address" navigate={path => console.log('go to', path)} />,
);
