/**
 * One rule of Kafka's authorizer, in the words of Kafka's own tools. Brokers may hold rules that this platform never
 * declares (deny, for one host); they have to be told apart to be removed.
 */
export interface AclRule {
  /** `User:<SCRAM user>`. */
  readonly principal: string;
  /** `topic`, `group`, `transactional-id`, `cluster`, … */
  readonly resourceType: string;
  readonly resourceName: string;
  readonly patternType: 'literal' | 'prefixed';
  /** `All`, `Read`, `Write`, `Describe`, … */
  readonly operation: string;
  readonly permission: 'allow' | 'deny';
  readonly host: string;
}

/** A declared grant: the rule that allows a SCRAM user one operation on one resource, or on all of a prefix, from everywhere. */
export interface Grant {
  readonly user: string;
  readonly resourceType: string;
  readonly resourceName: string;
  /** The one resource of this name when absent. */
  readonly patternType?: 'prefixed';
  readonly operation: string;
}

export const ruleOf = ({ user, resourceType, resourceName, patternType, operation }: Grant): AclRule => ({
  principal: `User:${user}`,
  resourceType,
  resourceName,
  patternType: patternType ?? 'literal',
  operation,
  permission: 'allow',
  host: '*',
});

/** What makes the brokers' rules equal to the declared ones. Empty lists when they are. */
export interface AccessChange {
  /** The administrator's own, to be added before anything else. */
  readonly addFirst: readonly AclRule[];
  readonly add: readonly AclRule[];
  readonly remove: readonly AclRule[];
}

/**
 * Brokers let everyone in where a resource has no rule at all, and shut everyone else out once it has one. So the
 * administrator's rules come first: with another's rule on the cluster before them, nobody could add any more.
 */
export const accessChange = (admin: string, grants: readonly Grant[], actual: readonly AclRule[]): AccessChange => {
  const declared = grants.map(ruleOf);
  const missing = without(declared, actual);
  const isAdmins = ({ principal }: AclRule): boolean => principal === `User:${admin}`;
  return {
    addFirst: missing.filter(isAdmins),
    add: missing.filter((rule) => !isAdmins(rule)),
    remove: without(actual, declared),
  };
};

export const isEmpty = ({ addFirst, add, remove }: AccessChange): boolean =>
  addFirst.length + add.length + remove.length === 0;

/** Whether the administrator could still change the rules once these are in force. */
export const keepsAdministrator = (admin: string, grants: readonly Grant[]): boolean =>
  grants.some((grant) => grant.user === admin && grant.resourceType === 'cluster' && grant.operation === 'All');

/** Rules of the first list that are not in the second, once each. */
const without = (rules: readonly AclRule[], others: readonly AclRule[]): readonly AclRule[] => {
  const known = new Set(others.map(keyOf));
  return [...new Map(rules.map((rule) => [keyOf(rule), rule])).entries()]
    .filter(([key]) => !known.has(key))
    .map(([, rule]) => rule);
};

const keyOf = (rule: AclRule): string =>
  JSON.stringify([
    rule.principal,
    rule.resourceType,
    rule.resourceName,
    rule.patternType,
    rule.operation,
    rule.permission,
    rule.host,
  ]);
