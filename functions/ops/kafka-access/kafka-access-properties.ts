import type { AdministeredCluster } from './administrator-session.ts';
import type { Grant } from './domain.ts';
import type { KafkaAccessRequest } from './kafka-access.ts';

/**
 * Reads the properties of `Custom::KafkaAccess`: `{ ClusterArn, AdminSecretArn, Acls: [{ Principal, ResourceType,
 * ResourceName, PatternType?, Operation }] }`. CloudFormation adds `ServiceToken`, which is ignored.
 *
 * @throws {TypeError} naming the missing or invalid property.
 */
export const parseKafkaAccess = (properties: Readonly<Record<string, unknown>>): KafkaAccessRequest => {
  const acls = properties['Acls'];
  if (!Array.isArray(acls)) throw new TypeError('property Acls must be a list');
  return {
    ...parseCluster(properties),
    grants: acls.map((acl: unknown, index) => parseGrant(acl, `Acls[${index}]`)),
  };
};

/** Reads the properties of `Custom::KafkaBrokers`: `{ ClusterArn, AdminSecretArn }`. @throws {TypeError} as above. */
export const parseCluster = (properties: Readonly<Record<string, unknown>>): AdministeredCluster => ({
  clusterArn: text(properties, 'ClusterArn'),
  adminSecretArn: text(properties, 'AdminSecretArn'),
});

const parseGrant = (acl: unknown, path: string): Grant => {
  if (!isRecord(acl)) throw new TypeError(`property ${path} must be an object`);
  return {
    user: text(acl, 'Principal', path),
    resourceType: text(acl, 'ResourceType', path),
    resourceName: text(acl, 'ResourceName', path),
    ...(acl['PatternType'] !== undefined && { patternType: prefixed(acl['PatternType'], path) }),
    operation: text(acl, 'Operation', path),
  };
};

const prefixed = (value: unknown, path: string): 'prefixed' => {
  if (value !== 'prefixed') throw new TypeError(`property ${path}.PatternType must be prefixed, or not there`);
  return value;
};

const text = (properties: Readonly<Record<string, unknown>>, name: string, path = ''): string => {
  const value = properties[name];
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`property ${path === '' ? name : `${path}.${name}`} must be a string`);
  return value;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
