import { plus } from '../../../functions/shared/kernel/count.ts';
import { type AttributeValue, type Item, isList, isMap, isNumber, isSet } from './attribute-value.ts';
import { type Path, resolved, type Scope, type UpdateClauses, ValidationException } from './expression.ts';
import { memberOf, operandValue, valueAt } from './operand.ts';

/** The map without some of its members. */
const without = (map: Item, names: readonly string[]): Item => {
  const others: Record<string, AttributeValue> = {};
  for (const name of Object.keys(map)) if (!names.includes(name)) others[name] = map[name] as AttributeValue;
  return others;
};

/** The value with another at a path in it, or without it where that is undefined. */
const withValue = (
  value: AttributeValue | undefined,
  path: Path,
  depth: number,
  to: AttributeValue | undefined,
): AttributeValue => {
  const step = path[depth];
  if (step === undefined) return to ?? null;
  const inner = depth === path.length - 1 ? to : withValue(memberOf(value, step), path, depth + 1, to);
  if (typeof step === 'string' && isMap(value)) {
    return Object.freeze(inner === undefined ? without(value, [step]) : { ...value, [step]: inner });
  }
  if (typeof step === 'number' && isList(value)) {
    const list = inner === undefined ? value.filter((_, index) => index !== step) : [...value];
    if (inner !== undefined) list[Math.min(step, list.length)] = inner;
    return Object.freeze(list);
  }
  throw new ValidationException('The document path provided in the update expression is invalid for update');
};

const added = (before: AttributeValue | undefined, value: AttributeValue | undefined): AttributeValue => {
  if (isNumber(value) && (before === undefined || isNumber(before))) return plus(before ?? 0, value);
  if (isSet(value) && (before === undefined || isSet(before))) {
    const members = new Set<unknown>(before);
    for (const member of value) members.add(member);
    return members as ReadonlySet<string>;
  }
  throw new ValidationException('An operand in the update expression has an incorrect data type');
};

const deleted = (before: AttributeValue | undefined, value: AttributeValue | undefined): AttributeValue | undefined => {
  if (before === undefined) return undefined;
  if (!isSet(value) || !isSet(before)) throw new ValidationException('DELETE takes sets');
  const left = [...before].filter((one) => !(value as ReadonlySet<unknown>).has(one));
  return left.length === 0 ? undefined : new Set(left as string[]);
};

interface Write {
  readonly path: Path;
  readonly to: AttributeValue | undefined;
}

/** Every operand is read from the item as it was. */
const writesOf = ({ set, remove, add, delete: cut }: UpdateClauses, item: Item, scope: Scope): readonly Write[] => {
  const placed = (path: Path): Path =>
    path.length === 1 ? [resolved(path[0] as string, scope)] : path.map((step) => resolved(step, scope));
  const writes: Write[] = [];
  for (const { path, operand } of set) {
    const to = operandValue(operand, item, scope);
    if (to === undefined) {
      throw new ValidationException('The provided expression refers to an attribute that does not exist in the item');
    }
    writes.push({ path: placed(path), to });
  }
  for (const { path, operand } of add) {
    writes.push({ path: placed(path), to: added(valueAt(item, path, scope), operandValue(operand, item, scope)) });
  }
  for (const { path, operand } of cut) {
    writes.push({ path: placed(path), to: deleted(valueAt(item, path, scope), operandValue(operand, item, scope)) });
  }
  for (const path of remove) writes.push({ path: placed(path), to: undefined });
  return writes;
};

/** The item as an update leaves it. */
export const updated = (item: Item, clauses: UpdateClauses, scope: Scope): Item => {
  const writes = writesOf(clauses, item, scope);
  const whole = new Map<string, AttributeValue | undefined>();
  const within = new Set<string>();
  let next: Record<string, AttributeValue> = { ...item };
  for (const { path, to } of writes) {
    if (path.length === 1) whole.set(String(path[0]), to);
    else {
      within.add(JSON.stringify(path));
      next = { ...(withValue(next, path, 0, to) as Item) };
    }
  }
  if (whole.size + within.size < writes.length)
    throw new ValidationException('Two document paths overlap with each other');
  for (const [name, to] of whole) if (to !== undefined) next[name] = to;
  const cut = [...whole.keys()].filter((name) => whole.get(name) === undefined && next[name] !== undefined);
  return Object.freeze(cut.length === 0 ? next : without(next, cut));
};
