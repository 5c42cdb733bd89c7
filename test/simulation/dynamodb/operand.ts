import { type AttributeValue, type Item, isList, isMap, isSet, stored } from './attribute-value.ts';
import { type Operand, type Path, resolved, type Scope, ValidationException } from './expression.ts';

/** The member of a list or a map, undefined where there is none. */
export const memberOf = (value: AttributeValue | undefined, step: string | number): AttributeValue | undefined => {
  if (typeof step === 'number') return isList(value) ? value[step] : undefined;
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
};

export const valueAt = (item: Item | undefined, path: Path, scope: Scope): AttributeValue | undefined => {
  let value: AttributeValue | undefined = item;
  for (const step of path) value = memberOf(value, resolved(step, scope));
  return value;
};

const sizeOf = (value: AttributeValue | undefined): number | undefined => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (isSet(value)) return value.size;
  if (isList(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : undefined;
};

export const pathOf = (operand: Operand | undefined): Path => {
  if (operand?.kind !== 'path') throw new ValidationException('The function needs an attribute');
  return operand.path;
};

/** Undefined where an attribute is not there. */
export const operandValue = (
  operand: Operand | undefined,
  item: Item | undefined,
  scope: Scope,
): AttributeValue | undefined => {
  switch (operand?.kind) {
    case 'value':
      return stored(scope.ExpressionAttributeValues?.[operand.placeholder]);
    case 'path':
      return valueAt(item, operand.path, scope);
    case 'sum': {
      const [left, right] = [operandValue(operand.left, item, scope), operandValue(operand.right, item, scope)];
      if (typeof left !== 'number' || typeof right !== 'number') {
        throw new ValidationException('An operand in the update expression has an incorrect data type');
      }
      return left + operand.sign * right;
    }
    case 'call':
      return callValue(operand.name, operand.operands, item, scope);
    default:
      throw new ValidationException('An operand is missing');
  }
};

const callValue = (
  name: string,
  [first, second]: readonly Operand[],
  item: Item | undefined,
  scope: Scope,
): AttributeValue | undefined => {
  switch (name) {
    case 'size':
      return sizeOf(operandValue(first, item, scope));
    case 'if_not_exists':
      return valueAt(item, pathOf(first), scope) ?? operandValue(second, item, scope);
    case 'list_append': {
      const [one, other] = [operandValue(first, item, scope), operandValue(second, item, scope)];
      if (!isList(one) || !isList(other)) throw new ValidationException('list_append takes two lists');
      return Object.freeze([...one, ...other]);
    }
    default:
      throw new ValidationException(`Invalid function name: ${name}`);
  }
};
