import { isDeepStrictEqual } from 'node:util';

export type Attributes = Readonly<Record<string, unknown>>;

/** What turns an item into another: members join sets, other attributes are set or removed. */
export interface AttributeChanges {
  readonly set: Attributes;
  readonly add: Readonly<Record<string, ReadonlySet<string>>>;
  readonly remove: readonly string[];
}

const isSet = (value: unknown): value is ReadonlySet<string> => value instanceof Set;

/** The changes of an item whose sets only grow. Undefined if nothing differs; an undefined attribute is absent. */
export const attributeChanges = (before: Attributes, after: Attributes): AttributeChanges | undefined => {
  const set: Record<string, unknown> = {};
  const add: Record<string, ReadonlySet<string>> = {};
  for (const [name, value] of Object.entries(after)) {
    const known = before[name];
    if (isSet(value)) {
      const members = isSet(known) ? value.difference(known) : value;
      if (members.size > 0) add[name] = members;
    } else if (value !== undefined && !isDeepStrictEqual(value, known)) set[name] = value;
  }
  const remove = Object.keys(before).filter((name) => before[name] !== undefined && after[name] === undefined);
  return Object.keys({ ...set, ...add }).length + remove.length === 0 ? undefined : { set, add, remove };
};

/** Every name is a placeholder: `status` and others are reserved words. */
export const updateExpression = ({ set, add, remove }: AttributeChanges) => {
  const clauses = {
    SET: Object.keys(set).map((name) => `#${name} = :${name}`),
    ADD: Object.keys(add).map((name) => `#${name} :${name}`),
    REMOVE: remove.map((name) => `#${name}`),
  };
  return {
    UpdateExpression: Object.entries(clauses)
      .filter(([, parts]) => parts.length > 0)
      .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
      .join(' '),
    ExpressionAttributeNames: Object.fromEntries(
      [...Object.keys(set), ...Object.keys(add), ...remove].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries({ ...set, ...add }).map(([name, value]) => [`:${name}`, value]),
    ),
  };
};
