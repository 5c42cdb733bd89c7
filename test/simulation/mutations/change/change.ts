import ts from 'typescript';
import type { Edit } from './edit.ts';
import { filled } from './filled.ts';
import type { Scope } from './scope.ts';
import { call, only, property, type Selector } from './select.ts';
import { isInside, nearest } from './syntax.ts';

/** A kind of change to a symbol. @throws {RangeError} it matches no place, or several. */
export type Change = (scope: Scope) => readonly Edit[];

const over = (node: ts.Node, text: string): Edit => ({ from: node.getStart(), until: node.getEnd(), text });

/** Replaces the place; `filled` names the parts that the replacement can contain. */
export const replace =
  (selector: Selector, replacement: string): Change =>
  (scope) => {
    const node = only(selector, scope);
    return [over(node, filled(replacement, node, scope))];
  };

/** Removes a statement, or an element of a list with its comma. */
export const drop =
  (selector: Selector): Change =>
  (scope) => {
    const node = only(selector, scope);
    if (ts.isStatement(node)) return [over(node, ';')];
    const comma = /^\s*,/.exec(node.getSourceFile().text.slice(node.getEnd()))?.[0] ?? '';
    return [{ from: node.getStart(), until: node.getEnd() + comma.length, text: '' }];
  };

/** Computes the test of an `if` or a conditional expression, or an operand, and ignores it. */
const decided =
  (value: boolean) =>
  (selector: Selector): Change =>
  (scope) => {
    const node = only(selector, scope);
    const test = ts.isIfStatement(node) ? node.expression : ts.isConditionalExpression(node) ? node.condition : node;
    return [over(test, `((${test.getText()}), ${value})`)];
  };

/** The test passes always. */
export const always = decided(true);

/** The test passes never. */
export const never = decided(false);

/** The statement that precedes all others of its block around the place. */
const inBlock = (node: ts.Node, is: (block: ts.Block) => boolean = () => true): ts.Node => {
  const block = nearest(node, (one): one is ts.Block => ts.isBlock(one) && is(one));
  const statement = block?.statements.find((one) => one === node || isInside(node, one));
  if (statement === undefined) throw new RangeError('The place is in no block');
  return statement;
};

const before = (statement: ts.Node, text: string): Edit => ({
  from: statement.getStart(),
  until: statement.getStart(),
  text: `${text}\n`,
});

/** Inserts statements before the one of the place. */
export const insertBefore =
  (selector: Selector, statements: string): Change =>
  (scope) => {
    const node = only(selector, scope);
    return [before(inBlock(node), filled(statements, node, scope))];
  };

/** Gives a property another value. */
export const setProperty =
  (selector: string | Selector<ts.PropertyAssignment | ts.ShorthandPropertyAssignment>, value: string): Change =>
  (scope) => {
    const node = only(typeof selector === 'string' ? property(selector) : selector, scope);
    return [over(node, `${node.name.getText()}: ${filled(value, node, scope)}`)];
  };

/** Gives a call another argument at a position; its `$it` is the argument. */
export const setArgument =
  (called: string, position: number, value: string): Change =>
  (scope) => {
    const node = only(call(called), scope).arguments[position - 1];
    if (node === undefined) throw new RangeError(`The call of ${called} has no argument ${position}`);
    return [over(node, filled(value, node, scope))];
  };

/** Gives each call of a function one more argument. */
export const addArgument =
  (called: string, value: string): Change =>
  (scope) => {
    const calls = call(called).find(scope);
    if (calls.length === 0) throw new RangeError(`No place matches: call of ${called}`);
    return calls.map((node) => ({ from: node.getEnd() - 1, until: node.getEnd() - 1, text: `, ${value}` }));
  };

const awaitOf = (called: string, scope: Scope): ts.AwaitExpression => {
  const { parent } = only(call(called), scope);
  if (!ts.isAwaitExpression(parent)) throw new RangeError(`The call of ${called} is not awaited`);
  return parent;
};

/** Starts an awaited call, and does not wait for it. */
export const doNotAwait =
  (called: string): Change =>
  (scope) => {
    const node = awaitOf(called, scope);
    return [over(node, `void ${node.expression.getText()}.catch(() => undefined)`)];
  };

/** Swaps two awaited steps: the later one goes before the statement of the earlier one. */
export const swap =
  (earlier: string, later: string): Change =>
  (scope) => {
    const moved = awaitOf(later, scope);
    const first = only(call(earlier), scope);
    if (first.pos > moved.pos) throw new RangeError(`${later} is awaited before ${earlier}`);
    return [
      before(
        inBlock(first, (block) => isInside(moved, block)),
        `const swapped = ${moved.getText()};`,
      ),
      over(moved, 'swapped'),
    ];
  };

/** Makes a change in a part of the symbol. */
export const within =
  (selector: Selector, change: Change): Change =>
  (scope) =>
    change({ ...scope, node: only(selector, scope) });

/** Makes several changes, none of which does it alone. */
export const together =
  (...changes: readonly Change[]): Change =>
  (scope) =>
    changes.flatMap((change) => change(scope));
