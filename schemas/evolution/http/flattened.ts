import { annotations, isObject, type JsonSchema, mapSubschemas } from '../../json-schema.ts';

const names = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The schema of values that fulfil both. @throws {RangeError} both set one keyword, each to another value. */
const both = (first: JsonSchema, second: JsonSchema): JsonSchema => {
  const joined = (keyword: string, left: unknown, right: unknown): unknown => {
    if (left === undefined || JSON.stringify(left) === JSON.stringify(right)) return right;
    if (annotations.has(keyword)) return left;
    if (keyword === 'required') return [...new Set([...names(left), ...names(right)])];
    if (keyword !== 'properties' || !isObject(left) || !isObject(right)) {
      throw new RangeError(`allOf: two of its schemas have a "${keyword}" of their own, which cannot be flattened`);
    }
    const part = (name: string): unknown => {
      const [here, there] = [left[name], right[name]];
      return isObject(here) && isObject(there) ? both(here, there) : (there ?? here);
    };
    return Object.fromEntries([...new Set([...Object.keys(left), ...Object.keys(right)])].map((n) => [n, part(n)]));
  };
  const changed = Object.entries(second).map(([keyword, value]) => [keyword, joined(keyword, first[keyword], value)]);
  return { ...first, ...Object.fromEntries(changed) };
};

/** The target of a local reference; a part that is no reference is itself. @throws {RangeError} the target does not exist. */
export const followed = (part: JsonSchema, document: JsonSchema): JsonSchema => {
  const reference = part['$ref'];
  if (typeof reference !== 'string') return part;
  const target = reference
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), document);
  if (!isObject(target)) throw new RangeError(`${reference} leads nowhere`);
  return followed(target, document);
};

/** The schema without references and `allOf`, so that it can be compared field by field. */
export const flattened = (schema: JsonSchema, document: JsonSchema): JsonSchema => {
  const { allOf, ...own } = followed(schema, document);
  const parts = names(allOf).map((part) => flattened(Object(part), document));
  return parts.reduceRight<JsonSchema>(
    (rest, part) => both(part, rest),
    mapSubschemas(own, (part) => flattened(part, document)),
  );
};
