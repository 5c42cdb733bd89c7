import ts from 'typescript';
import { mentions, type Scope } from './scope.ts';
import { calledName, isInside, isText, nearest, nodesBelow, textOf } from './syntax.ts';

/** The places of a scope that a change is about. */
export interface Selector<N extends ts.Node = ts.Node> {
  /** For messages. */
  readonly text: string;
  readonly find: (scope: Scope) => readonly N[];
}

/** The innermost nodes of a scope: of nested ones that match, those without a match inside. */
const select = <N extends ts.Node>(
  text: string,
  names: readonly string[],
  is: (node: ts.Node, scope: Scope) => node is N,
): Selector<N> => ({
  text: [text, ...names].join(' '),
  find: (scope) => {
    const found = [...nodesBelow(scope.node)].filter((node) => is(node, scope));
    return found.filter((node) => !found.some((other) => isInside(other, node)));
  },
});

/** The one place. @throws {RangeError} none or several match. */
export const only = <N extends ts.Node>({ text, find }: Selector<N>, scope: Scope): N => {
  const [first, ...others] = find(scope);
  if (first === undefined) throw new RangeError(`No place matches: ${text}`);
  if (others.length > 0) throw new RangeError(`${1 + others.length} places match: ${text}`);
  return first;
};

/** Calls of a function or method whose arguments mention the names. */
export const call = (called: string, ...names: readonly string[]): Selector<ts.CallExpression> =>
  select(
    `call of ${called}`,
    names,
    (node, scope): node is ts.CallExpression =>
      ts.isCallExpression(node) &&
      calledName(node) === called &&
      names.every((name) => node.arguments.some((argument) => mentions(scope, argument, [name]))),
  );

/** `if` statements whose test mentions the names. */
export const ifTesting = (...names: readonly string[]): Selector<ts.IfStatement> =>
  select(
    'if testing',
    names,
    (node, scope): node is ts.IfStatement => ts.isIfStatement(node) && mentions(scope, node.expression, names),
  );

/** `if` statements whose first branch mentions the names. */
export const ifLeadingTo = (...names: readonly string[]): Selector<ts.IfStatement> =>
  select(
    'if leading to',
    names,
    (node, scope): node is ts.IfStatement => ts.isIfStatement(node) && mentions(scope, node.thenStatement, names),
  );

/** `… ? … : …` that mention the names. */
export const conditional = (...names: readonly string[]): Selector<ts.ConditionalExpression> =>
  select(
    'conditional expression',
    names,
    (node, scope): node is ts.ConditionalExpression => ts.isConditionalExpression(node) && mentions(scope, node, names),
  );

const isLogical = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(
    node.operatorToken.kind,
  );

/** Operands of `&&`, `||` and `??` that mention the names. */
export const operand = (...names: readonly string[]): Selector<ts.Expression> =>
  select(
    'operand',
    names,
    (node, scope): node is ts.Expression =>
      isLogical(node.parent) && node !== node.parent.operatorToken && !isLogical(node) && mentions(scope, node, names),
  );

/** Results of functions, behind `return` or `=>`, that mention the names. */
export const returned = (...names: readonly string[]): Selector<ts.Expression> =>
  select(
    'returned value',
    names,
    (node, scope): node is ts.Expression =>
      ((ts.isReturnStatement(node.parent) && node.parent.expression === node) ||
        (ts.isArrowFunction(node.parent) && node.parent.body === node && !ts.isBlock(node))) &&
      mentions(scope, node, names),
  );

/** What a `switch` returns by default. */
export const returnedByDefault = (): Selector<ts.Expression> =>
  select(
    'value returned by default',
    [],
    (node, _scope): node is ts.Expression =>
      ts.isReturnStatement(node.parent) && ts.isDefaultClause(node.parent.parent),
  );

/** Assignments whose value mentions the names. */
export const assignment = (...names: readonly string[]): Selector<ts.BinaryExpression> =>
  select(
    'assignment',
    names,
    (node, scope): node is ts.BinaryExpression =>
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      mentions(scope, node.right, names),
  );

/** What a property is read from: `known` of `const { reservation } = known`. */
export const destructured = (property: string): Selector<ts.Expression> =>
  select(
    'destructured',
    [property],
    (node, _scope): node is ts.Expression =>
      ts.isVariableDeclaration(node.parent) &&
      node.parent.initializer === node &&
      ts.isObjectBindingPattern(node.parent.name) &&
      node.parent.name.elements.some((element) => (element.propertyName ?? element.name).getText() === property),
  );

export type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** Properties of object literals whose value mentions the names. */
export const property = (name: string, ...names: readonly string[]): Selector<Property> =>
  select(
    `property ${name}`,
    names,
    (node, scope): node is Property =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText() === name &&
      mentions(scope, node, names),
  );

/** Elements of array literals that mention the names. */
export const element = (...names: readonly string[]): Selector<ts.Expression> =>
  select(
    'array element',
    names,
    (node, scope): node is ts.Expression => ts.isArrayLiteralExpression(node.parent) && mentions(scope, node, names),
  );

/** Texts that contain the word. */
export const text = (word: string): Selector<ts.StringLiteralLike | ts.TemplateExpression> =>
  select(
    'text',
    [word],
    (node, _scope): node is ts.StringLiteralLike | ts.TemplateExpression => isText(node) && textOf(node).includes(word),
  );

export const catchClause = (): Selector<ts.CatchClause> =>
  select('catch clause', [], (node, _scope): node is ts.CatchClause => ts.isCatchClause(node));

/** The test of an `if` statement. */
export const testOf = ({ text, find }: Selector<ts.IfStatement>): Selector<ts.Expression> => ({
  text: `test of ${text}`,
  find: (scope) => find(scope).map(({ expression }) => expression),
});

/** The statement around a place. */
export const statementOf = (selector: Selector): Selector<ts.Statement> => ({
  text: `statement of ${selector.text}`,
  find: (scope) => {
    const statement = nearest(only(selector, scope), ts.isStatement);
    return statement === undefined ? [] : [statement];
  },
});
