import ts from 'typescript';
import { boundProperty, type Scope } from './scope.ts';
import { calledName, isInside, nearest, nodesBelow, unwrapped } from './syntax.ts';

const parametersOf = (node: ts.Node | undefined): readonly ts.Node[] =>
  node !== undefined && ts.isFunctionLike(node) ? node.parameters.map(({ name }) => name) : [];

/** Parts of the place, by name and position. */
const partsOf = (it: ts.Node, { symbol }: Scope): Readonly<Record<string, readonly (ts.Node | undefined)[]>> => ({
  arg: ts.isCallExpression(it) ? it.arguments : [],
  param: parametersOf(nearest(it, ts.isFunctionLike)),
  owner: parametersOf([...nodesBelow(symbol)].find(ts.isFunctionLike)),
  part: ts.isTemplateExpression(it) ? it.templateSpans.map(({ expression }) => expression) : [],
  receiver: ts.isCallExpression(it) && ts.isPropertyAccessExpression(it.expression) ? [it.expression.expression] : [],
  test: ts.isConditionalExpression(it) ? [it.condition] : ts.isIfStatement(it) ? [it.expression] : [],
  whenTrue: ts.isConditionalExpression(it) ? [it.whenTrue] : [],
  whenFalse: ts.isConditionalExpression(it) ? [it.whenFalse] : [],
  left: ts.isBinaryExpression(it) ? [it.left] : [],
  right: ts.isBinaryExpression(it) ? [it.right] : [],
});

/** The value of a property inside the place, or beside it in its object. */
const propertyValue = (it: ts.Node, name: string): ts.Node | undefined =>
  [...nodesBelow(it), ...(ts.isObjectLiteralExpression(it.parent) ? it.parent.properties : [])]
    .filter(ts.isPropertyAssignment)
    .find((one) => one.name.getText() === name)?.initializer;

/** The variable that holds what a function returned; of `const { one, ...rest } = f()` it is `rest`. */
const resultVariable = (symbol: ts.Node, called: string): ts.Node | undefined => {
  const [name, ...others] = [...nodesBelow(symbol)].flatMap((node) =>
    ts.isVariableDeclaration(node) && node.initializer && calledName(unwrapped(node.initializer)) === called
      ? [node.name]
      : [],
  );
  if (name === undefined || others.length > 0) return undefined;
  if (ts.isIdentifier(name)) return name;
  const elements: readonly ts.Node[] = name.elements;
  return elements.filter(ts.isBindingElement).find(({ dotDotDotToken }) => dotDotDotToken)?.name;
};

/** The local variable to which a destructuring around the place binds a property. */
const boundVariable = (symbol: ts.Node, it: ts.Node, property: string): ts.Node | undefined =>
  [...nodesBelow(symbol)]
    .filter(ts.isBindingElement)
    .filter((node) => boundProperty(node) === property && ts.isIdentifier(node.name))
    .findLast((node) => {
      const around = nearest(node, (one): one is ts.Node => ts.isBlock(one) || ts.isFunctionLike(one));
      return around !== undefined && isInside(it, around);
    })?.name;

/**
 * A replacement with its parts filled in, so that it names no local variable: `$it` the place itself, `$arg1` an argument of its call, `$param1`
 * a parameter of the function around it, `$owner1` one of the symbol's own function, `$receiver`, `$test`, `$whenTrue`, `$whenFalse`, `$left`, `$right`,
 * `$part1` of a template; of any other name a property beside or inside the place, the variable that holds the result of the function of this
 * name, or the variable to which the property of this name was destructured. @throws {RangeError} there is no such part.
 */
export const filled = (replacement: string, it: ts.Node, scope: Scope): string =>
  replacement.replace(/\$([A-Za-z_]+)(\d*)/g, (whole, name: string, position: string) => {
    if (name === 'it') return ts.isPropertyAssignment(it) ? it.initializer.getText() : it.getText();
    const parts = partsOf(it, scope)[name];
    const part = parts
      ? parts[Number(position || '1') - 1]
      : (propertyValue(it, name) ?? resultVariable(scope.symbol, name) ?? boundVariable(scope.symbol, it, name));
    if (part === undefined) throw new RangeError(`There is no ${whole}`);
    return part.getText();
  });
