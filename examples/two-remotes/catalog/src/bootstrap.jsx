import { createRoot } from 'react-dom/client';
import ProductList from './ProductList.jsx';

createRoot(document.getElementById('root')).render(
  <ProductList category="city" navigate={path => console.log('go to', path)} />,
);
