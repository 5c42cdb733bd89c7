/** A value as the document client gives it: no undefined, no class of its own but sets and bytes. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | ReadonlySet<string>
  | ReadonlySet<number>
  | readonly AttributeValue[]
  | { readonly [name: string]: AttributeValue };

export type Item = { readonly [name: string]: AttributeValue };

export const isSet = (value: unknown): value is ReadonlySet<string> | ReadonlySet<number> => value instanceof Set;
export const isList = (value: unknown): value is readonly AttributeValue[] => Array.isArray(value);
export const isMap = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !isList(value) && !isSet(value) && !(value instanceof Uint8Array);

/** DynamoDB's name of a value's type. */
export const typeOf = (value: AttributeValue): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return 'S';
  if (typeof value === 'number') return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  if (value instanceof Uint8Array) return 'B';
  if (isSet(value)) return typeof [...value][0] === 'number' ? 'NS' : 'SS';
  return isList(value) ? 'L' : 'M';
};

/** Its own copy, without the undefined that the document client is told to leave out; sets empty of members are refused. */
export const copied = (value: unknown): AttributeValue => {
  if (isSet(value)) {
    if (value.size === 0) throw new TypeError('A set may not be empty');
    return new Set(value as ReadonlySet<string>);
  }
  if (isList(value)) return value.map(copied);
  if (isMap(value)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(entries.map(([name, member]) => [name, copied(member)]));
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is no number of DynamoDB`);
  if (value === undefined || typeof value === 'function') throw new TypeError('A value is missing');
  return value as AttributeValue;
};

export const equal = (one: AttributeValue, other: AttributeValue): boolean => {
  if (typeOf(one) !== typeOf(other)) return false;
  if (isSet(one) && isSet(other))
    return one.size === other.size && [...one].every((member) => (other as ReadonlySet<unknown>).has(member));
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((member, index) => equal(member, other[index] ?? null));
  }
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  if (isMap(one) && isMap(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => name in other && equal(one[name] ?? null, other[name] ?? null))
    );
  }
  return one === other;
};

/** Order of two values of one type: strings by their UTF-8 bytes. Undefined where they have none. */
export const compared = (one: AttributeValue, other: AttributeValue): number | undefined => {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  return undefined;
};
