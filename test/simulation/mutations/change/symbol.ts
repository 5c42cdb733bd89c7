import ts from 'typescript';
import { nodesBelow } from './syntax.ts';

const isNamed = (node: ts.Node, name: string): boolean =>
  (ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node)) &&
  node.name !== undefined &&
  (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) || ts.isPrivateIdentifier(node.name)) &&
  node.name.text === name;

const depth = (node: ts.Node): number => (node.parent === undefined ? 0 : 1 + depth(node.parent));

/**
 * A declaration by its path: `decide`, `OutdatedStocks.find`, `reactions.PAID`. Each name is declared once, at the least depth below the
 * one before it. @throws {RangeError}
 */
export const symbolIn = (tree: ts.SourceFile, path: string): ts.Node => {
  let found: ts.Node = tree;
  for (const name of path.split('.')) {
    const named = [...nodesBelow(found)].filter((node) => isNamed(node, name));
    const least = Math.min(...named.map(depth));
    const [first, ...others] = named.filter((node) => depth(node) === least);
    if (first === undefined || others.length > 0)
      throw new RangeError(`${1 + others.length - (first ? 0 : 1)} declarations of "${name}" for the symbol "${path}"`);
    found = first;
  }
  return found;
};
