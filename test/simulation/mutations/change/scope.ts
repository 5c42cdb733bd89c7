import ts from 'typescript';
import { calledName, isText, nodesBelow, textOf } from './syntax.ts';

/** Where a change is made: a symbol, and the part of it that is searched. */
export interface Scope {
  readonly symbol: ts.Node;
  readonly node: ts.Node;
}

/** The property from which a destructuring binds a local name. */
export const boundProperty = ({ propertyName, name }: ts.BindingElement): string | undefined => {
  const from = propertyName ?? name;
  return ts.isIdentifier(from) || ts.isStringLiteral(from) ? from.text : undefined;
};

const isBoundFrom = (symbol: ts.Node, local: string, property: string): boolean =>
  [...nodesBelow(symbol)].some(
    (node) =>
      ts.isBindingElement(node) &&
      ts.isObjectBindingPattern(node.parent) &&
      ts.isIdentifier(node.name) &&
      node.name.text === local &&
      boundProperty(node) === property,
  );

const hasWord = (text: string, word: string): boolean => new RegExp(`(?<!\\w)${RegExp.escape(word)}(?!\\w)`).test(text);

const isMention = (symbol: ts.Node, node: ts.Node, name: string): boolean => {
  if (isText(node)) return hasWord(textOf(node), name);
  if (calledName(node) === name) return true;
  if (ts.isPropertyAccessExpression(node)) return node.name.text === name;
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) return node.name.getText() === name;
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
    return parent.right === node && node.text === name;
  return isBoundFrom(symbol, node.text, name);
};

/** A node that has each of the names: of a property, a called function, a class, or within a text. Names of local variables do not count. */
export const mentions = ({ symbol }: Scope, node: ts.Node, names: readonly string[]): boolean =>
  names.every((name) => [node, ...nodesBelow(node)].some((one) => isMention(symbol, one, name)));
