import { fromPairs, isEmpty, mapValues, pickBy, trim, upperFirst } from 'lodash-es';

export const fields = ['name', 'street', 'town', 'code'];
export const countries = ['Austria', 'Denmark', 'Germany', 'Ireland'];
export const emptyAddress = { ...fromPairs(fields.map(field => [field, ''])), country: countries[0] };

/** Without stray blanks. */
export const tidy = address => mapValues(address, value => trim(value));

/** What is wrong, by field. */
export function problems(address) {
  const messages = mapValues(tidy(address), (value, field) =>
    isEmpty(value) ? `${upperFirst(field)} is needed.` : null,
  );
  return pickBy(messages);
}
