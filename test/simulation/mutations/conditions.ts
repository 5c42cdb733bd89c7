import ts from 'typescript';

/** A place in the code where something is done on a condition, or once, or by a read that is not behind, or has a derived name. */
export interface Condition {
  readonly file: string;
  /** As it stands there. */
  readonly text: string;
  readonly from: number;
  readonly until: number;
}

/** Of DynamoDB's languages: `attribute_not_exists(…)`, `if_not_exists(…)`, PartiQL. */
const functions = /\b(attribute_(not_)?exists|if_not_exists)\([^)]*\)|\bINSERT INTO\b|\bWHERE\b.*/gs;
/** `#due_at = :seen`, `#status IN (`, also with parts that are filled in. */
const comparison = /#?[\w.]+(\$\{\w+\})? (=|<>|<=?|>=?) :\w+|#\w+ IN \(/g;

/** What is assigned is not compared, and a query's key is no condition of a write. */
const isAssignment = (text: string): boolean => /^.(SET|ADD|REMOVE) /.test(text);
const isKeyCondition = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAssignment(parent) && parent.name.getText() === 'KeyConditionExpression';

/** A template without what is filled in, but for plain names: that is looked at by itself. */
const ownText = (node: ts.Node): string => {
  const text = node.getText();
  if (!ts.isTemplateExpression(node)) return text;
  return node.templateSpans.reduce((own, { expression }) => {
    const [from, until] = [expression.getStart() - node.getStart(), expression.getEnd() - node.getStart()];
    return ts.isIdentifier(expression) ? own : own.slice(0, from) + ' '.repeat(until - from) + own.slice(until);
  }, text);
};

const inText = (node: ts.Node): readonly RegExpExecArray[] => {
  if (!(ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) || isKeyCondition(node)) return [];
  const text = ownText(node);
  return [...text.matchAll(functions), ...(isAssignment(text) ? [] : text.matchAll(comparison))];
};

const isConsistentRead = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) &&
  node.name.getText() === 'ConsistentRead' &&
  node.initializer.kind === ts.SyntaxKind.TrueKeyword;

const isDerivedId = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && node.expression.getText() === 'derive' && node.arguments.length > 0;

/** Every condition, consistent read and derived id in a source. */
export const conditionsIn = (file: string, source: string): readonly Condition[] => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Condition[] = [];
  const visit = (node: ts.Node): void => {
    const [from, until] = [node.getStart(), node.getEnd()];
    if (isConsistentRead(node)) found.push({ file, text: node.parent.getText(), from, until });
    if (isDerivedId(node)) found.push({ file, text: node.getText(), from, until });
    for (const { 0: text, index } of inText(node))
      found.push({ file, text, from: from + index, until: from + index + text.length });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
};
