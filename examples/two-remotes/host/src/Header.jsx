import { capitalize } from 'lodash-es';
import { pathTo } from './routes.js';
import { SearchBox } from './SearchBox.jsx';
import { useSession } from './session.jsx';

const categories = ['city', 'touring', 'children', 'parts'];

export function Header({ current, navigate }) {
  const { user } = useSession();
  const link = (page, params, text) => {
    const path = pathTo(page, params);
    const follow = event => {
      event.preventDefault();
      navigate(path);
    };
    return (
      <a key={path} href={path} aria-current={page === current ? 'page' : undefined} onClick={follow}>
        {text}
      </a>
    );
  };
  return (
    <header>
      <strong>Spoke &amp; Chain</strong>
      <nav>
        {categories.map(category => link('list', { category }, capitalize(category)))}
        {link('cart', {}, 'Basket')}
        {user && link('orders', {}, `Orders of ${user.name}`)}
      </nav>
      <SearchBox navigate={navigate} />
    </header>
  );
}
