/**
 * One ACL of Kafka's authorizer, in the terms of Kafka's own tools. Brokers may have rules that this platform never declares
 * (deny, for one host); the fields distinguish them so that they can be removed.
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

/** A declared grant: allows a SCRAM user one operation on one resource, or on all of a prefix, from any host. */
export interface Grant {
  readonly user: string;
  readonly resourceType: string;
  readonly resourceName: string;
  /** A literal name if absent. */
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

/** The difference between the brokers' rules and the declared ones; empty lists if they are equal. */
export interface AccessChange {
  /** The administrator's own rules, added before all others. */
  readonly addFirst: readonly AclRule[];
  readonly add: readonly AclRule[];
  readonly remove: readonly AclRule[];
}

/**
 * Brokers allow every user a resource without rules, and deny all unlisted users once it has one. The administrator's rules
 * therefore come first: after another user's rule on the cluster the administrator could add none.
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

/** Whether these grants still allow the administrator to change rules. */
export const keepsAdministrator = (admin: string, grants: readonly Grant[]): boolean =>
  grants.some((grant) => grant.user === admin && grant.resourceType === 'cluster' && grant.operation === 'All');

/** Distinct rules of the first list that are not in the second. */
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
