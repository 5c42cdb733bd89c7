import ts from 'typescript';

/** The nodes below a node, parents first; types have no behaviour to change. */
export const nodesBelow = function* (node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isTypeNode(child)) children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* nodesBelow(child);
  }
};

export const isInside = (inner: ts.Node, outer: ts.Node): boolean =>
  inner !== outer && outer.pos <= inner.pos && inner.end <= outer.end;

/** The nearest of a node and the nodes around it. */
export const nearest = <N extends ts.Node>(node: ts.Node, is: (one: ts.Node) => one is N): N | undefined => {
  for (let one: ts.Node | undefined = node; one !== undefined; one = one.parent) if (is(one)) return one;
  return undefined;
};

export const isText = (node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** A text without what is filled in. */
export const textOf = (node: ts.StringLiteralLike | ts.TemplateExpression): string =>
  ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('')
    : node.text;

/** The name by which a function is called: `keep` of `tables.keep(…)`. */
export const calledName = (node: ts.Node): string | undefined => {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : undefined;
};

/** The expression behind `await` and parentheses. */
export const unwrapped = (node: ts.Expression): ts.Expression =>
  ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) ? unwrapped(node.expression) : node;
