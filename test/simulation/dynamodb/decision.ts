import { type Item, storedItem } from './attribute-value.ts';
import { holds } from './condition.ts';
import {
  checkPlaceholders,
  type Path,
  resolved,
  type Scope,
  type UpdateClauses,
  ValidationException,
} from './expression.ts';
import { parsedCondition, parsedUpdate } from './parsed-expressions.ts';
import type { Request } from './requests.ts';
import type { SimulatedTable } from './simulated-table.ts';
import { updated } from './update.ts';

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** What a write comes to, decided before anything is stored. */
export type Decision =
  | {
      readonly kind: 'write';
      readonly table: SimulatedTable;
      readonly before: Item | undefined;
      readonly after: Item | undefined;
    }
  /** A condition that holds, and nothing to write. */
  | { readonly kind: 'checked'; readonly before: Item | undefined }
  | { readonly kind: 'refused'; readonly before: Item | undefined }
  /** The request is sound, but not for the item as it stands. */
  | { readonly kind: 'invalid'; readonly before: Item | undefined; readonly error: ValidationException };

const checkKey = (table: SimulatedTable, { set, add, delete: cut, remove }: UpdateClauses, scope: Scope): void => {
  const check = ([step = '']: Path): void => {
    const name = resolved(step, scope);
    if (typeof name === 'string' && table.isKey(name))
      throw new ValidationException('Cannot update an attribute that is part of the key');
  };
  for (const { path } of set) check(path);
  for (const { path } of add) check(path);
  for (const { path } of cut) check(path);
  for (const path of remove) check(path);
};

/** @throws {ValidationException} the request is wrong, whatever the item is. */
export const decided = (table: SimulatedTable, kind: WriteKind, request: Request): Decision => {
  const condition = parsedCondition(request.ConditionExpression);
  const update = parsedUpdate(request.UpdateExpression);
  const given = kind === 'Put' ? table.checked(storedItem(request.Item ?? {})) : undefined;
  const key = given ?? table.keyOf(request.Key ?? {});
  checkPlaceholders(request, condition, update);
  if (update !== undefined) checkKey(table, update.tree, request);
  const before = table.get(key);
  if (condition !== undefined && !holds(condition.tree, before, request)) return { kind: 'refused', before };
  switch (kind) {
    case 'Put':
      return { kind: 'write', table, before, after: given };
    case 'Update':
      try {
        const item = before ?? storedItem(key);
        const after = update === undefined ? item : table.checked(updated(item, update.tree, request));
        return { kind: 'write', table, before, after };
      } catch (error) {
        if (!(error instanceof ValidationException)) throw error;
        return { kind: 'invalid', before, error };
      }
    case 'Delete':
      return { kind: 'write', table, before, after: undefined };
    case 'ConditionCheck':
      return { kind: 'checked', before };
  }
};
