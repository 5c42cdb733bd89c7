import ts from 'typescript';
import type { Change } from './change.ts';
import type { Edit } from './edit.ts';
import { filled } from './filled.ts';
import { only, type Selector } from './select.ts';
import { isText, nodesBelow, textOf } from './syntax.ts';

type Text = ts.StringLiteralLike | ts.TemplateExpression;

const isCondition = (node: ts.Node): node is Text =>
  isText(node) &&
  !/^SET /.test(textOf(node)) &&
  /attribute_(not_)?exists\(|\w (=|<|>|<=|>=|IN) [:(]/.test(textOf(node));

const isKeyCondition = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAssignment(parent) && parent.name.getText() === 'KeyConditionExpression';

/** The conditions of writes that contain the text. */
const condition = (containing = ''): Selector<Text> => ({
  text: `condition ${containing}`,
  find: ({ node }) =>
    [...nodesBelow(node)].filter(isCondition).filter((one) => !isKeyCondition(one) && textOf(one).includes(containing)),
});

const changed = (node: Text, change: (expression: string) => string): readonly Edit[] => {
  const source = node.getText();
  const text = source[0] + change(source.slice(1, -1)) + source.at(-1);
  return [{ from: node.getStart(), until: node.getEnd(), text }];
};

/** Changes one part of the only condition that contains it. */
const ofPart =
  (part: string, change: string): Change =>
  (scope) =>
    changed(only(condition(part), scope), (expression) => expression.replace(part, () => change));

/** A condition of a write is met also if the other one is. @param of names one of several conditions by a text in it. */
export const widen =
  (or: string, of?: string): Change =>
  (scope) => {
    const node = only(condition(of), scope);
    return changed(node, (expression) => `((${expression}) OR ${filled(or, node, scope)})`);
  };

/** Of a condition, one part is met also if another condition is. */
export const widenPart = (part: string, or: string): Change => ofPart(part, `(${part} OR ${or})`);

/** Of a condition, one part is met only if another condition is, too. */
export const narrowPart = (part: string, and: string): Change => ofPart(part, `(${part} AND ${and})`);

/** Removes a part of a condition or of an update. */
export const cut =
  (part: string): Change =>
  (scope) => {
    const found = [...nodesBelow(scope.node)].filter(isText).filter((node) => textOf(node).includes(part));
    const node = only({ text: `text ${part}`, find: () => found }, scope);
    return changed(node, (expression) => expression.replace(part, ''));
  };

/** An update assigns also what is there: `if_not_exists(a, b)` becomes `b`. */
export const overwrite = (): Change => (scope) => {
  const first = 'if_not_exists(';
  const found = [...nodesBelow(scope.node)].filter(isText).filter((node) => textOf(node).includes(first));
  const node = only({ text: first, find: () => found }, scope);
  return changed(node, (expression) => expression.replace(/if_not_exists\([^,]*, ([^)]*)\)/, '$1'));
};

/** A read may be stale. */
export const readStale = (): Change => (scope) => {
  const found = [...nodesBelow(scope.node)].filter(
    (node) =>
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'ConsistentRead' &&
      node.initializer.kind === ts.SyntaxKind.TrueKeyword,
  );
  const node = only({ text: 'consistent read', find: () => found }, scope);
  return [{ from: node.getStart(), until: node.getEnd(), text: 'ConsistentRead: false' }];
};
