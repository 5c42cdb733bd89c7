import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { kafkaConnection } from '../../shared/runtime/kafka/kafka-connection.ts';
import type { AclRule } from './domain.ts';
import type { AsAdministrator, KafkaAdministration } from './ports.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const resourceTypes = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  cluster: AclResourceTypes.CLUSTER,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
  'delegation-token': AclResourceTypes.DELEGATION_TOKEN,
};
const operations = {
  All: AclOperationTypes.ALL,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Create: AclOperationTypes.CREATE,
  Delete: AclOperationTypes.DELETE,
  Alter: AclOperationTypes.ALTER,
  Describe: AclOperationTypes.DESCRIBE,
  ClusterAction: AclOperationTypes.CLUSTER_ACTION,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
  AlterConfigs: AclOperationTypes.ALTER_CONFIGS,
  IdempotentWrite: AclOperationTypes.IDEMPOTENT_WRITE,
};
const patternTypes = { literal: ResourcePatternTypes.LITERAL, prefixed: ResourcePatternTypes.PREFIXED };
const permissions = { allow: AclPermissionTypes.ALLOW, deny: AclPermissionTypes.DENY };

/** Administers the cluster with kafkajs. */
export const kafkajsAdministration: AsAdministrator = async (brokers, credentials, use) => {
  const admin = kafkaConnection({ brokers, ...credentials, clientId: 'orderstream-kafka-access' }).admin();
  try {
    await translated(admin.connect());
    return await use(administrationOf(admin));
  } finally {
    await admin.disconnect();
  }
};

const administrationOf = (admin: Admin): KafkaAdministration => ({
  brokers: async () => {
    const { brokers } = await translated(admin.describeCluster());
    return brokers.map(({ host, port }) => `${host}:${port}`);
  },
  list: async () => {
    const { resources } = await translated(
      admin.describeAcls({
        resourceType: AclResourceTypes.ANY,
        resourcePatternType: ResourcePatternTypes.ANY,
        operation: AclOperationTypes.ANY,
        permissionType: AclPermissionTypes.ANY,
      }),
    );
    return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => toRule({ ...resource, ...acl })));
  },
  add: async (rules) => {
    await translated(admin.createAcls({ acl: rules.map(toEntry) }));
  },
  remove: async (rules) => {
    await translated(admin.deleteAcls({ filters: rules.map(toEntry) }));
  },
});

const toEntry = (rule: AclRule): AclEntry => ({
  principal: rule.principal,
  host: rule.host,
  resourceType: numberOf(resourceTypes, 'resource type', rule.resourceType),
  resourceName: rule.resourceName,
  resourcePatternType: patternTypes[rule.patternType],
  operation: numberOf(operations, 'operation', rule.operation),
  permissionType: permissions[rule.permission],
});

const toRule = (entry: AclEntry): AclRule => ({
  principal: entry.principal,
  host: entry.host,
  resourceType: nameOf(resourceTypes, 'resource type', entry.resourceType),
  resourceName: entry.resourceName,
  patternType: nameOf(patternTypes, 'pattern type', entry.resourcePatternType),
  operation: nameOf(operations, 'operation', entry.operation),
  permission: nameOf(permissions, 'permission', entry.permissionType),
});

const numberOf = <N extends number>(table: Readonly<Record<string, N>>, what: string, name: string): N => {
  const number = table[name];
  if (number === undefined) throw new Error(`unknown ${what} "${name}" in an ACL`);
  return number;
};

const nameOf = <K extends string>(table: Readonly<Record<K, number>>, what: string, number: number): K => {
  const name = (Object.keys(table) as K[]).find((key) => table[key] === number);
  if (name === undefined) throw new Error(`unknown ${what} ${number} in an ACL on the brokers`);
  return name;
};

/**
 * Every error is transient except a non-retriable refusal by the brokers, for example of an unauthorised ACL change. A failed
 * login is transient: brokers learn of a new user one after the other.
 */
const translated = async <T>(request: Promise<T>): Promise<T> => {
  try {
    return await request;
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSProtocolError && !error.retriable) throw error;
    throw new TransientError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};
