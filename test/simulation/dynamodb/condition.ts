import { type AttributeValue, compared, equal, type Item, isList, isSet, typeOf } from './attribute-value.ts';
import { type Condition, type Operand, type Scope, ValidationException } from './expression.ts';
import { operandValue, pathOf, valueAt } from './operand.ts';

const contains = (whole: AttributeValue | undefined, part: AttributeValue | undefined): boolean => {
  if (part === undefined) return false;
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  if (isSet(whole)) return (whole as ReadonlySet<unknown>).has(part);
  return isList(whole) && whole.some((one) => equal(one, part));
};

const callHolds = (name: string, operands: readonly Operand[], item: Item | undefined, scope: Scope): boolean => {
  const [first, second] = operands;
  switch (name) {
    case 'attribute_exists':
      return valueAt(item, pathOf(first), scope) !== undefined;
    case 'attribute_not_exists':
      return valueAt(item, pathOf(first), scope) === undefined;
    case 'attribute_type': {
      const value = operandValue(first, item, scope);
      return value !== undefined && typeOf(value) === operandValue(second, item, scope);
    }
    case 'begins_with': {
      const [whole, start] = [operandValue(first, item, scope), operandValue(second, item, scope)];
      return typeof whole === 'string' && typeof start === 'string' && whole.startsWith(start);
    }
    case 'contains':
      return contains(operandValue(first, item, scope), operandValue(second, item, scope));
    default:
      throw new ValidationException(`Invalid function name: ${name}`);
  }
};

const comparisonHolds = (
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
export const holds = (condition: Condition, item: Item | undefined, scope: Scope): boolean => {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, scope) && holds(condition.right, item, scope);
    case 'or':
      return holds(condition.left, item, scope) || holds(condition.right, item, scope);
    case 'not':
      return !holds(condition.of, item, scope);
    case 'compare':
      return comparisonHolds(
        condition.operator,
        operandValue(condition.left, item, scope),
        operandValue(condition.right, item, scope),
      );
    case 'between': {
      const of = operandValue(condition.of, item, scope);
      return (
        comparisonHolds('>=', of, operandValue(condition.least, item, scope)) &&
        comparisonHolds('<=', of, operandValue(condition.most, item, scope))
      );
    }
    case 'in': {
      const of = operandValue(condition.of, item, scope);
      return condition.among.some((one) => comparisonHolds('=', of, operandValue(one, item, scope)));
    }
    case 'call':
      return callHolds(condition.name, condition.operands, item, scope);
  }
};
