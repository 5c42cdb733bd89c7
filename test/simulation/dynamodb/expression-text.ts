import { type Condition, type Operand, type Path, resolved, type Scope, type UpdateClauses } from './expression.ts';

/** Attributes that are named by what they hold are one: `reached_PAID`, `f.orders/3`, an event's id. */
const attribute = (path: Path, scope: Scope): string =>
  path
    .map((step) => {
      const name = String(resolved(step, scope));
      if (name.includes('.')) return `${name.slice(0, name.indexOf('.'))}.*`;
      return /^[A-Za-z_]+$/.test(name) ? name.replace(/_[A-Z]+$/, '_*') : '*';
    })
    .join('.');

const operand = (of: Operand, scope: Scope): string => {
  switch (of.kind) {
    case 'value':
      return '?';
    case 'path':
      return attribute(of.path, scope);
    case 'call':
      return `${of.name}(${of.operands.map((one) => operand(one, scope)).join(', ')})`;
    case 'sum':
      return `${operand(of.left, scope)} ${of.sign > 0 ? '+' : '-'} ${operand(of.right, scope)}`;
  }
};

/** What is joined by one word, from left to right. */
const partsOf = (condition: Condition, kind: 'and' | 'or'): readonly Condition[] =>
  condition.kind === kind ? [...partsOf(condition.left, kind), ...partsOf(condition.right, kind)] : [condition];

const joined = (condition: Condition, kind: 'and' | 'or', scope: Scope): string => {
  const texts = new Map(partsOf(condition, kind).map((part) => [conditionText(part, scope), part.kind]));
  const alone = texts.size === 1;
  return [...texts]
    .map(([text, of]) => (!alone && (of === 'and' || of === 'or') ? `(${text})` : text))
    .join(` ${kind.toUpperCase()} `);
};

/** A condition in short, its names in place of its placeholders, and nothing twice. */
export const conditionText = (condition: Condition, scope: Scope): string => {
  switch (condition.kind) {
    case 'and':
      return joined(condition, 'and', scope);
    case 'or':
      return joined(condition, 'or', scope);
    case 'not':
      return `NOT ${conditionText(condition.of, scope)}`;
    case 'compare':
      return `${operand(condition.left, scope)} ${condition.operator} ${operand(condition.right, scope)}`;
    case 'between':
      return `${operand(condition.of, scope)} BETWEEN ? AND ?`;
    case 'in':
      return `${operand(condition.of, scope)} IN (…)`;
    case 'call':
      return operand(condition, scope);
  }
};

/** Only the first attributes of a clause, which identify it: what else there is depends on what is known. */
const clause = (word: string, paths: readonly Path[], most: number, scope: Scope): readonly string[] => {
  if (paths.length === 0) return [];
  const names = [...new Set(paths.slice(0, most).map((path) => attribute(path, scope)))];
  return [`${word} ${names.join(', ')}`];
};

const pathsOf = (changes: UpdateClauses['set']): readonly Path[] => changes.map(({ path }) => path);

/** An update in short. */
export const updateText = ({ set, add, delete: cut, remove }: UpdateClauses, scope: Scope): readonly string[] => [
  ...clause('SET', pathsOf(set), 2, scope),
  ...clause('ADD', pathsOf(add), 1, scope),
  ...clause('DELETE', pathsOf(cut), 1, scope),
  ...clause('REMOVE', remove, 1, scope),
];
