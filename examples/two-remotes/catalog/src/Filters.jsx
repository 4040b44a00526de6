import { sortedUniq, sortBy, without } from 'lodash-es';
import { useId } from 'react';
import { priceSteps } from './filter.js';
import { money } from './money.js';

export function Filters({ products, filter, onChange }) {
  const id = useId();
  const brands = sortedUniq(sortBy(products.map(product => product.brand)));
  const toggle = brand => {
    const chosen = filter.brands.includes(brand) ? without(filter.brands, brand) : [...filter.brands, brand];
    onChange({ ...filter, brands: chosen });
  };
  return (
    <form>
      {brands.map(brand => (
        <label key={brand}>
          <input type="checkbox" checked={filter.brands.includes(brand)} onChange={() => toggle(brand)} />{' '}
          {brand}
        </label>
      ))}
      <label htmlFor={id}>At most</label>
      <select
        id={id}
        value={filter.atMost}
        onChange={event => onChange({ ...filter, atMost: Number(event.target.value) })}
      >
        {priceSteps(products).map(step => (
          <option key={step} value={step}>
            {money(step)}
          </option>
        ))}
      </select>
    </form>
  );
}
