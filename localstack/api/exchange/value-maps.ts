/** The two views of repeated names that a proxy event carries, for headers and for the query. */
export interface ValueMaps {
  /** The last value of each name. */
  readonly single: Readonly<Record<string, string>>;
  /** Every value of each name, in order. */
  readonly multi: Readonly<Record<string, readonly string[]>>;
}

/**
 * @param identity maps equal names to one key; the first spelling is kept.
 */
export function valueMaps(
  pairs: readonly (readonly [name: string, value: string])[],
  identity: (name: string) => string = (name) => name,
): ValueMaps {
  const groups = new Map<string, { readonly name: string; readonly values: [string, ...string[]] }>();
  for (const [name, value] of pairs) {
    const group = groups.get(identity(name));
    if (group) group.values.push(value);
    else groups.set(identity(name), { name, values: [value] });
  }
  // fromEntries defines own properties: a parameter called __proto__ is data like any other.
  return {
    single: Object.fromEntries([...groups.values()].map(({ name, values }) => [name, values.at(-1) ?? values[0]])),
    multi: Object.fromEntries([...groups.values()].map(({ name, values }) => [name, values])),
  };
}
