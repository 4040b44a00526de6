import { useId, useReducer } from 'react';
import { countries, emptyAddress, fields, problems, tidy } from './address.js';

export function AddressForm({ onDone }) {
  const id = useId();
  const [address, change] = useReducer((old, part) => ({ ...old, ...part }), emptyAddress);
  const found = problems(address);
  const submit = event => {
    event.preventDefault();
    if (Object.keys(found).length === 0) onDone(tidy(address));
  };
  return (
    <form onSubmit={submit}>
      {fields.map(field => (
        <p key={field}>
          <label htmlFor={`${id}-${field}`}>{field}</label>
          <input
            id={`${id}-${field}`}
            value={address[field]}
            onChange={event => change({ [field]: event.target.value })}
          />
          {found[field]}
        </p>
      ))}
      <select value={address.country} onChange={event => change({ country: event.target.value })}>
        {countries.map(country => (
          <option key={country}>{country}</option>
        ))}
      </select>
      <button>Continue</button>
    </form>
  );
}
