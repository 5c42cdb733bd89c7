import type { AttributeValue } from './attribute-value.ts';

/** The request is malformed, in DynamoDB's words as far as they matter. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/** Attribute names and list indexes, from the item inwards. A name may be a placeholder, `#name`. */
export type Path = readonly (string | number)[];

/** An expression is parsed once, whatever its placeholders stand for in a request. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] }
  | { readonly kind: 'sum'; readonly sign: 1 | -1; readonly left: Operand; readonly right: Operand };

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly least: Operand; readonly most: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] };

interface Change {
  readonly path: Path;
  readonly operand: Operand;
}

export interface UpdateClauses {
  readonly set: readonly Change[];
  readonly remove: readonly Path[];
  readonly add: readonly Change[];
  readonly delete: readonly Change[];
}

/** What the placeholders of an expression stand for: the part of a request that defines them. */
export interface Scope {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

/** The step of a path, its placeholder replaced. */
export const resolved = (step: string | number, { ExpressionAttributeNames }: Scope): string | number => {
  if (typeof step === 'number' || step.charCodeAt(0) !== 35) return step;
  const name = ExpressionAttributeNames?.[step];
  if (name === undefined) throw new ValidationException(`An expression attribute name is not defined: ${step}`);
  return name;
};

/** An expression with the placeholders that are in it. */
export interface Parsed<T> {
  readonly tree: T;
  readonly placeholders: ReadonlySet<string>;
}

const checkNames = (
  given: Readonly<Record<string, unknown>> | undefined,
  expressions: readonly (Parsed<unknown> | undefined)[],
): void => {
  for (const placeholder in given) {
    // The document client leaves out what is undefined.
    if (given[placeholder] === undefined) continue;
    let used = false;
    for (const expression of expressions) used ||= expression?.placeholders.has(placeholder) ?? false;
    if (!used) throw new ValidationException(`Unused in expressions: ${placeholder}`);
  }
};

/**
 * Checks that all placeholders of a request's expressions are defined, and all that are defined are in one of them.
 * @throws {ValidationException}
 */
export const checkPlaceholders = (scope: Scope, ...expressions: readonly (Parsed<unknown> | undefined)[]): void => {
  for (const expression of expressions) {
    if (expression === undefined) continue;
    for (const placeholder of expression.placeholders) {
      if (placeholder.charCodeAt(0) === 35) resolved(placeholder, scope);
      else if (scope.ExpressionAttributeValues?.[placeholder] === undefined) {
        throw new ValidationException(`An expression attribute value is not defined: ${placeholder}`);
      }
    }
  }
  checkNames(scope.ExpressionAttributeNames, expressions);
  checkNames(scope.ExpressionAttributeValues, expressions);
};
