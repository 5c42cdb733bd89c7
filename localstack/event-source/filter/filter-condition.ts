import { isJsonArray, isJsonObject, type JsonLeaf, JsonNumber, type JsonValue } from './json-document.ts';

/** A pattern that Lambda would refuse, or an operator outside the documented ones. */
export class FilterPatternError extends Error {
  override readonly name = 'FilterPatternError';
  readonly rule: string;

  constructor(rule: string, problem: string) {
    super(problem);
    this.rule = rule;
  }
}

/** One entry of a value list; `undefined` is a field that is absent, or no leaf. */
export type Condition = (leaf: JsonLeaf | undefined) => boolean;

/** Operators by name, each with the check of its operand. */
const operators: Readonly<Record<string, (operand: JsonValue) => Condition | undefined>> = {
  exists: (operand) => (typeof operand === 'boolean' ? (leaf) => (leaf !== undefined) === operand : undefined),
  prefix: (operand) => onStrings(operand, (text, wanted) => text.startsWith(wanted)),
  suffix: (operand) => onStrings(operand, (text, wanted) => text.endsWith(wanted)),
  'equals-ignore-case': (operand) => onStrings(operand, (text, wanted) => text.toLowerCase() === wanted.toLowerCase()),
  'anything-but': anythingBut,
  numeric,
};

/** @throws {FilterPatternError} the entry is neither a scalar nor one documented operator. */
export function compileCondition(entry: JsonValue): Condition {
  if (isLeaf(entry)) return (leaf) => leaf !== undefined && equal(leaf, entry);
  const [name, ...others] = isJsonObject(entry) ? Object.keys(entry) : [];
  if (!isJsonObject(entry) || name === undefined || others.length > 0) {
    throw new FilterPatternError('F6', 'a list of values takes scalars and objects with one operator each');
  }
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined) {
    const known = Object.keys(operators).join(', ');
    throw new FilterPatternError('F6', `operator "${name}" is not one that Lambda documents (${known})`);
  }
  const condition = operator(entry[name] ?? null);
  if (condition === undefined) throw new FilterPatternError('F6', `operator "${name}" got an operand it does not take`);
  return condition;
}

export function isLeaf(value: JsonValue | undefined): value is JsonLeaf {
  return value !== undefined && !isJsonObject(value) && !isJsonArray(value);
}

function equal(left: JsonLeaf, right: JsonLeaf): boolean {
  if (left instanceof JsonNumber) return right instanceof JsonNumber && left.source === right.source;
  return left === right;
}

function onStrings(operand: JsonValue, holds: (text: string, wanted: string) => boolean): Condition | undefined {
  if (typeof operand !== 'string') return undefined;
  return (leaf) => typeof leaf === 'string' && holds(leaf, operand);
}

function anythingBut(operand: JsonValue): Condition | undefined {
  const excluded = isJsonArray(operand) ? operand : [operand];
  if (excluded.length === 0 || !excluded.every((value) => typeof value === 'string' || value instanceof JsonNumber)) {
    return undefined;
  }
  return (leaf) => leaf !== undefined && !excluded.some((value) => equal(leaf, value));
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** `["=", 5]`, or one or two bounds such as `[">", 0, "<=", 100]`. */
function numeric(operand: JsonValue): Condition | undefined {
  if (!isJsonArray(operand) || (operand.length !== 2 && operand.length !== 4)) return undefined;
  const bounds: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const [sign, bound] = [operand[index], operand[index + 1]];
    if (typeof sign !== 'string' || !(bound instanceof JsonNumber)) return undefined;
    const compare = Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
    if (compare === undefined) return undefined;
    bounds.push((value) => compare(value, bound.value));
  }
  return (leaf) => leaf instanceof JsonNumber && bounds.every((holds) => holds(leaf.value));
}
