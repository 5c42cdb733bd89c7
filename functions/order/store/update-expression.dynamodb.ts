export type Attributes = Readonly<Record<string, unknown>>;

/** The clauses of an update, each by attribute. */
export interface Update {
  readonly set?: Attributes;
  /** Set only if the attribute is absent. */
  readonly keep?: Attributes;
  readonly add?: Readonly<Record<string, readonly string[]>>;
  readonly remove?: readonly string[];
}

const defined = (attributes: Attributes): readonly (readonly [string, unknown])[] =>
  Object.entries(attributes).filter(([, value]) => value !== undefined);

/** The update expression. Every name is a placeholder: `status` and others are reserved words. */
export const updateExpression = ({ set = {}, keep = {}, add = {}, remove = [] }: Update) => {
  const assigned = defined(set);
  const kept = defined(keep);
  const added = Object.entries(add).filter(([, members]) => members.length > 0);
  const clauses = {
    SET: [
      ...assigned.map(([name]) => `#${name} = :${name}`),
      ...kept.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`),
    ],
    ADD: added.map(([name]) => `#${name} :${name}`),
    REMOVE: remove.map((name) => `#${name}`),
  };
  const names = [...assigned, ...kept, ...added].map(([name]) => name).concat(remove);
  return {
    UpdateExpression: Object.entries(clauses)
      .filter(([, parts]) => parts.length > 0)
      .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
      .join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries([
      ...[...assigned, ...kept].map(([name, value]) => [`:${name}`, value]),
      ...added.map(([name, members]) => [`:${name}`, new Set(members)]),
    ]),
  };
};
