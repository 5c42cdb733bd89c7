import { type AttributeValue, type Item, isList, isSet } from './attribute-value.ts';

const sizeOf = (value: AttributeValue): number => {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 3;
  if (isList(value)) for (const member of value) size += 1 + sizeOf(member);
  else if (isSet(value)) for (const member of value) size += sizeOf(member);
  else size += itemSize(value as Item);
  return size;
};

/** Near DynamoDB's own count: a character counts one, whatever its bytes. */
export const itemSize = (item: Item): number => {
  let size = 0;
  for (const name of Object.keys(item)) size += name.length + sizeOf(item[name] ?? null);
  return size;
};
