import { debounce, deburr, kebabCase } from 'lodash-es';
import { useEffect, useMemo, useRef, useState } from 'react';
import { pathTo } from './routes.js';

/** Looks a product up while its name is typed. */
export function SearchBox({ navigate }) {
  const [text, setText] = useState('');
  const input = useRef(null);
  const search = useMemo(
    () =>
      debounce(name => name.length > 2 && navigate(pathTo('product', { id: kebabCase(deburr(name)) })), 250, {
        maxWait: 1000,
      }),
    [navigate],
  );

  useEffect(() => () => search.cancel(), [search]);

  const change = event => {
    setText(event.target.value);
    search(event.target.value);
  };
  return (
    <input
      ref={input}
      type="search"
      placeholder="Find a bicycle"
      value={text}
      onChange={change}
      onFocus={() => input.current.select()}
    />
  );
}
