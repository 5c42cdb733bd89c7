import { type ValueMaps, valueMaps } from './value-maps.ts';

/**
 * The query as the proxy event carries it: decoded, with `+` for a space; `;` separates like `&`
 * (rest-api-rules A9, F4).
 */
export function parseQuery(query: string): ValueMaps {
  const pairs = query
    .split(/[&;]/)
    .filter((part) => part !== '')
    .map((part): readonly [string, string] => {
      const equals = part.indexOf('=');
      return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    });
  return valueMaps(pairs);
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // A lone percent sign is not an escape: it stays what it is.
  }
}
