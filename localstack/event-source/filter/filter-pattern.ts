import { type Condition, compileCondition, FilterPatternError, isLeaf } from './filter-condition.ts';
import { hasNumbers, isJsonArray, isJsonObject, type JsonObject, type JsonValue, parseJson } from './json-document.ts';

interface ObjectPattern {
  readonly fields: ReadonlyMap<string, ObjectPattern | readonly Condition[]>;
  /** Of each `$or`, at least one alternative must match. */
  readonly alternatives: readonly (readonly ObjectPattern[])[];
}

/** A compiled `Pattern` of `FilterCriteria`; it looks at the record's `value`, as JSON or as plain text. */
export type FilterPattern =
  | { readonly format: 'json'; readonly object: ObjectPattern; readonly comparesNumbers: boolean }
  | { readonly format: 'text'; readonly conditions: readonly Condition[] };

/**
 * @param source JSON text such as `{"value": {"type": ["ORDER_CREATED"]}}`, or `{"value": ["plain text"]}`.
 * @throws {FilterPatternError} not JSON, another key than `value`, or an operator that Lambda does not document.
 */
export function compileFilterPattern(source: string): FilterPattern {
  const pattern = parsePattern(source);
  const other = Object.keys(pattern).find((name) => name !== 'value');
  if (other !== undefined) {
    throw new FilterPatternError('F1', `filters look at "value" only, not at "${other}"`);
  }
  const value = pattern['value'];
  if (isJsonArray(value)) return { format: 'text', conditions: compileConditions('value', value) };
  if (isJsonObject(value)) return { format: 'json', object: compileObject(value), comparesNumbers: hasNumbers(value) };
  throw new FilterPatternError('F1', '"value" must be an object (for JSON) or a list (for plain text)');
}

/**
 * Whether a record with this value passes the mapping's filters: no filters, or any of them matches. Data that does not
 * have the pattern's format (text against a JSON pattern, JSON against a text pattern, not UTF-8, no value) passes.
 */
export function passesFilters(filters: readonly FilterPattern[], value: Buffer | null): boolean {
  if (filters.length === 0) return true;
  const data = sharedValue(
    value,
    filters.some((filter) => filter.format === 'json' && filter.comparesNumbers),
  );
  return filters.some((filter) => {
    if (data === undefined || data.format !== filter.format) return true;
    if (filter.format === 'text') return anyHolds(filter.conditions, data.value);
    return matchesObject(filter.object, data.value);
  });
}

function parsePattern(source: string): JsonObject {
  try {
    const pattern = parseJson(source, true);
    if (isJsonObject(pattern)) return pattern;
  } catch {
    // Reported below like any other pattern that is not an object.
  }
  throw new FilterPatternError('A20', `not a JSON object: ${source}`);
}

function compileObject(pattern: JsonObject): ObjectPattern {
  const fields = new Map<string, ObjectPattern | readonly Condition[]>();
  const alternatives: ObjectPattern[][] = [];
  for (const [name, value] of Object.entries(pattern)) {
    if (name === '$or') {
      alternatives.push(compileAlternatives(value));
    } else if (isJsonArray(value)) {
      fields.set(name, compileConditions(name, value));
    } else if (isJsonObject(value)) {
      fields.set(name, compileObject(value));
    } else {
      throw new FilterPatternError('F6', `field "${name}" must hold a list of values or an object`);
    }
  }
  if (fields.size === 0 && alternatives.length === 0) throw new FilterPatternError('F6', 'an object without fields');
  return { fields, alternatives };
}

function compileAlternatives(value: JsonValue): ObjectPattern[] {
  if (!isJsonArray(value) || value.length < 2 || !value.every(isJsonObject)) {
    throw new FilterPatternError('F6', '"$or" must hold a list of two or more objects');
  }
  return value.filter(isJsonObject).map(compileObject);
}

function compileConditions(name: string, values: readonly JsonValue[]): readonly Condition[] {
  if (values.length === 0) throw new FilterPatternError('F6', `field "${name}" must hold at least one value`);
  return values.map(compileCondition);
}

type Data =
  | { readonly format: 'json'; readonly value: JsonValue }
  | { readonly format: 'text'; readonly value: string };

/** What the filters of the mappings that share a record have read, with and without the text of its numbers. */
const readValues = {
  withNumberText: new WeakMap<Buffer, Data | 'none'>(),
  plain: new WeakMap<Buffer, Data | 'none'>(),
};

function sharedValue(bytes: Buffer | null, keepNumberText: boolean): Data | undefined {
  if (bytes === null) return undefined;
  const known = keepNumberText ? readValues.withNumberText : readValues.plain;
  let data = known.get(bytes);
  if (data === undefined) {
    data = readValue(bytes, keepNumberText) ?? 'none';
    known.set(bytes, data);
  }
  return data === 'none' ? undefined : data;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readValue(bytes: Buffer, keepNumberText: boolean): Data | undefined {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return undefined;
  }
  try {
    const value = parseJson(text, keepNumberText);
    if (!isLeaf(value)) return { format: 'json', value };
  } catch {
    // Plain text.
  }
  return { format: 'text', value: text };
}

/** An array in the data matches if any of its elements does; a field of something else than an object is absent. */
function matchesObject(pattern: ObjectPattern, data: JsonValue | undefined): boolean {
  if (isJsonArray(data)) return data.some((element) => isJsonObject(element) && matchesObject(pattern, element));
  const object = isJsonObject(data) ? data : {};
  for (const [name, expected] of pattern.fields) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    const matches = 'fields' in expected ? matchesObject(expected, value) : anyHolds(expected, value);
    if (!matches) return false;
  }
  return pattern.alternatives.every((options) => options.some((option) => matchesObject(option, object)));
}

function anyHolds(conditions: readonly Condition[], value: JsonValue | undefined): boolean {
  const elements = isJsonArray(value) ? value.filter(isLeaf) : [];
  const leaves = elements.length > 0 ? elements : [isLeaf(value) ? value : undefined];
  return conditions.some((holds) => leaves.some((leaf) => holds(leaf)));
}
