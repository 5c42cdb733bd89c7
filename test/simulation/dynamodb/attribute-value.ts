import { type Count, plus } from '../../../functions/shared/kernel/count.ts';

/** A value as the document client gives it: no undefined, no class of its own but sets and bytes. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | ReadonlySet<string>
  | ReadonlySet<number>
  | readonly AttributeValue[]
  | { readonly [name: string]: AttributeValue };

export type Item = { readonly [name: string]: AttributeValue };

export const isNumber = (value: unknown): value is Count => typeof value === 'number' || typeof value === 'bigint';
export const isSet = (value: unknown): value is ReadonlySet<string> | ReadonlySet<number> => value instanceof Set;
export const isList = (value: unknown): value is readonly AttributeValue[] => Array.isArray(value);
export const isMap = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !isList(value) && !isSet(value) && !(value instanceof Uint8Array);

/** DynamoDB's name of a value's type. */
export const typeOf = (value: AttributeValue): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return 'S';
  if (typeof value === 'number' || typeof value === 'bigint') return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  if (value instanceof Uint8Array) return 'B';
  if (isSet(value)) return typeof value.values().next().value === 'number' ? 'NS' : 'SS';
  return isList(value) ? 'L' : 'M';
};

/**
 * The value as it is stored: of its own and frozen, so that it may be handed out as it is. Without the undefined that the
 * document client leaves out; sets empty of members are refused.
 */
export const stored = (value: unknown): AttributeValue => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  // As DynamoDB's client reads what it wrote: a number within the safe integers.
  if (typeof value === 'bigint') return plus(value, 0);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no number of DynamoDB`);
    // As the SDK's marshalling throws it.
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Error(`Number ${value} is greater than the safe integers`);
    return value;
  }
  if (isSet(value)) {
    if (value.size === 0) throw new TypeError('A set may not be empty');
    return new Set(value as ReadonlySet<string>);
  }
  if (isList(value)) return Object.freeze(value.map(stored));
  if (typeof value !== 'object') throw new TypeError('A value is missing');
  return value instanceof Uint8Array ? value.slice() : storedItem(value as Item);
};

export const storedItem = (item: Item): Item => {
  const own: Record<string, AttributeValue> = {};
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) own[name] = stored(value);
  }
  return Object.freeze(own);
};

export const equal = (one: AttributeValue, other: AttributeValue): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || typeOf(one) !== typeOf(other)) return false;
  if (isSet(one) && isSet(other))
    return one.size === other.size && [...one].every((member) => (other as ReadonlySet<unknown>).has(member));
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((member, index) => equal(member, other[index] ?? null));
  }
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  if (!isMap(one) || !isMap(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && equal(one[name] ?? null, other[name] ?? null))
  );
};

/** UTF-16 has its surrogates before U+E000, UTF-8 behind U+FFFF: the code unit as it sorts in UTF-8. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Order of two strings by their UTF-8 bytes. */
export const comparedStrings = (one: string, other: string): number => {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [unit, against] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (unit !== against) return rank(unit) - rank(against);
  }
  return one.length - other.length;
};

/** Order of two values of one type. Undefined where they have none. */
export const compared = (one: AttributeValue, other: AttributeValue): number | undefined => {
  if (isNumber(one) && isNumber(other)) return one < other ? -1 : one > other ? 1 : 0;
  if (typeof one === 'string' && typeof other === 'string') return comparedStrings(one, other);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  return undefined;
};
