import type { AttributeValue, Item } from './attribute-value.ts';
import { type Parsed, type Path, resolved, type Scope } from './expression.ts';

/** The item's attributes that an expression names; all without one. */
export const projected = (item: Item, expression: Parsed<readonly Path[]> | undefined, scope: Scope): Item => {
  if (expression === undefined) return item;
  const found: Record<string, AttributeValue> = {};
  for (const path of expression.tree) {
    if (path.length > 1) throw new Error('The simulated DynamoDB projects whole attributes');
    const name = String(resolved(path[0] ?? '', scope));
    const value = item[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
};
