/** Reads only these attributes of items: IAM grants no others. All are aliased, since some names are reserved. */
export const projected = (attributes: readonly string[]) => ({
  ProjectionExpression: attributes.map((_, index) => `#a${index}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name])),
});
