import { type AttributeValue, compared, equal, type Item, isList, isMap, isSet, typeOf } from './attribute-value.ts';
import { type Condition, type Operand, type Path, type UpdateClauses, ValidationException } from './expression.ts';

const member = (value: AttributeValue | undefined, step: string | number): AttributeValue | undefined => {
  if (typeof step === 'number') return isList(value) ? value[step] : undefined;
  return isMap(value) ? value[step] : undefined;
};

export const valueAt = (item: Item | undefined, path: Path): AttributeValue | undefined =>
  path.reduce<AttributeValue | undefined>(member, item);

const sizeOf = (value: AttributeValue | undefined): number | undefined => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (isSet(value)) return value.size;
  if (isList(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : undefined;
};

const pathOf = (operand: Operand | undefined): Path => {
  if (operand?.kind !== 'path') throw new ValidationException('The function needs an attribute');
  return operand.path;
};

/** Undefined where an attribute is not there. */
const operandValue = (operand: Operand | undefined, item: Item | undefined): AttributeValue | undefined => {
  switch (operand?.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return valueAt(item, operand.path);
    case 'sum': {
      const [left, right] = [operandValue(operand.left, item), operandValue(operand.right, item)];
      if (typeof left !== 'number' || typeof right !== 'number') {
        throw new ValidationException('An operand in the update expression has an incorrect data type');
      }
      return left + operand.sign * right;
    }
    case 'call':
      return callValue(operand.name, operand.operands, item);
    default:
      throw new ValidationException('An operand is missing');
  }
};

const callValue = (
  name: string,
  [first, second]: readonly Operand[],
  item: Item | undefined,
): AttributeValue | undefined => {
  switch (name) {
    case 'size':
      return sizeOf(operandValue(first, item));
    case 'if_not_exists':
      return valueAt(item, pathOf(first)) ?? operandValue(second, item);
    case 'list_append': {
      const [one, other] = [operandValue(first, item), operandValue(second, item)];
      if (!isList(one) || !isList(other)) throw new ValidationException('list_append takes two lists');
      return [...one, ...other];
    }
    default:
      throw new ValidationException(`Invalid function name: ${name}`);
  }
};

const contains = (whole: AttributeValue | undefined, part: AttributeValue | undefined): boolean => {
  if (part === undefined) return false;
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  if (isSet(whole)) return (whole as ReadonlySet<unknown>).has(part);
  return isList(whole) && whole.some((one) => equal(one, part));
};

const holdsCall = (name: string, operands: readonly Operand[], item: Item | undefined): boolean => {
  const [first, second] = operands;
  switch (name) {
    case 'attribute_exists':
      return valueAt(item, pathOf(first)) !== undefined;
    case 'attribute_not_exists':
      return valueAt(item, pathOf(first)) === undefined;
    case 'attribute_type': {
      const value = operandValue(first, item);
      return value !== undefined && typeOf(value) === operandValue(second, item);
    }
    case 'begins_with': {
      const [whole, start] = [operandValue(first, item), operandValue(second, item)];
      return typeof whole === 'string' && typeof start === 'string' && whole.startsWith(start);
    }
    case 'contains':
      return contains(operandValue(first, item), operandValue(second, item));
    default:
      throw new ValidationException(`Invalid function name: ${name}`);
  }
};

const holdsComparison = (
  operator: string,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean => {
  // What is not there equals nothing, and is before and behind nothing.
  if (left === undefined || right === undefined) return operator === '<>' && left !== right;
  if (operator === '=') return equal(left, right);
  if (operator === '<>') return !equal(left, right);
  const order = compared(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
};

/** Whether a condition holds for an item, or for none. */
export const holds = (condition: Condition, item: Item | undefined): boolean => {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.of, item);
    case 'compare':
      return holdsComparison(
        condition.operator,
        operandValue(condition.left, item),
        operandValue(condition.right, item),
      );
    case 'between': {
      const of = operandValue(condition.of, item);
      return (
        holdsComparison('>=', of, operandValue(condition.least, item)) &&
        holdsComparison('<=', of, operandValue(condition.most, item))
      );
    }
    case 'in': {
      const of = operandValue(condition.of, item);
      return condition.among.some((one) => holdsComparison('=', of, operandValue(one, item)));
    }
    case 'call':
      return holdsCall(condition.name, condition.operands, item);
  }
};

/** The value with another at a path in it, or without it where that is undefined. */
const withValue = (
  value: AttributeValue | undefined,
  [step, ...rest]: Path,
  to: AttributeValue | undefined,
): AttributeValue => {
  if (step === undefined) return to ?? null;
  const inner = rest.length === 0 ? to : withValue(member(value, step), rest, to);
  if (typeof step === 'string' && isMap(value)) {
    if (inner !== undefined) return { ...value, [step]: inner };
    const { [step]: _, ...others } = value;
    return others;
  }
  if (typeof step === 'number' && isList(value)) {
    const list = inner === undefined ? value.filter((_, index) => index !== step) : [...value];
    if (inner !== undefined) list[Math.min(step, list.length)] = inner;
    return list;
  }
  throw new ValidationException('The document path provided in the update expression is invalid for update');
};

const added = (before: AttributeValue | undefined, value: AttributeValue): AttributeValue => {
  if (typeof value === 'number' && (before === undefined || typeof before === 'number')) return (before ?? 0) + value;
  if (isSet(value) && (before === undefined || isSet(before)))
    return new Set([...(before ?? []), ...value] as string[]);
  throw new ValidationException('An operand in the update expression has an incorrect data type');
};

const deleted = (before: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined => {
  if (before === undefined) return undefined;
  if (!isSet(value) || !isSet(before)) throw new ValidationException('DELETE takes sets');
  const left = [...before].filter((one) => !(value as ReadonlySet<unknown>).has(one));
  return left.length === 0 ? undefined : new Set(left as string[]);
};

/** The item as an update leaves it; every operand is read from the item as it was. */
export const updated = (item: Item, { set, remove, add, delete: cut }: UpdateClauses): Item => {
  const changes: (readonly [Path, AttributeValue | undefined])[] = [
    ...set.map(({ path, to }) => {
      const value = operandValue(to, item);
      if (value === undefined) {
        throw new ValidationException('The provided expression refers to an attribute that does not exist in the item');
      }
      return [path, value] as const;
    }),
    ...add.map(({ path, value }) => [path, added(valueAt(item, path), value)] as const),
    ...cut.map(({ path, value }) => [path, deleted(valueAt(item, path), value)] as const),
    ...remove.map((path) => [path, undefined] as const),
  ];
  const names = changes.map(([path]) => JSON.stringify(path));
  if (new Set(names).size < names.length) throw new ValidationException('Two document paths overlap with each other');
  return changes.reduce<Item>((now, [path, value]) => withValue(now, path, value) as Item, item);
};
