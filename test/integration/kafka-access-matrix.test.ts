import kafkajs, { type AclEntry, type PartitionMetadata } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kafkajsAdministration } from '../../functions/ops/kafka-access/administration.kafkajs.ts';
import { type KafkaAccessOutcome, provideKafkaAccess } from '../../functions/ops/kafka-access/kafka-access.ts';
import { locateBrokers } from '../../functions/ops/kafka-access/kafka-brokers.ts';
import { greatestLag } from '../../functions/shared/runtime/kafka/kafka-consumer-lag.ts';
import { type Acl, acls } from '../../schemas/access-matrix.ts';
import {
  groupsSeenBy,
  type Principal,
  principals,
  replay,
  type Topic,
  topicDefinitions,
  topicNames,
  topics,
} from '../../schemas/catalogue.ts';
import { startTestCluster, type TestCluster, testUser } from '../support/kafka-cluster.ts';
import { isAllowed, type KafkaRequests, kafkaRequests } from '../support/kafka-requests.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

let cluster: TestCluster;
let firstOutcome: KafkaAccessOutcome;
const requestsOf = new Map<Principal, KafkaRequests>();
/** Of each topic, the partition that is tried, as the control plane sees it. */
const partitionOf = new Map<string, PartitionMetadata>();

beforeAll(async () => {
  cluster = await startTestCluster();
  await cluster.createTopics(topicDefinitions);
  firstOutcome = await provide(acls);
  await cluster.admin(async (admin) => {
    const metadata = await admin.fetchTopicMetadata({ topics: topicDefinitions.map(({ name }) => name) });
    for (const { name, partitions } of metadata.topics) {
      const first = partitions.find(({ partitionId }) => partitionId === 0);
      if (first) partitionOf.set(name, first);
    }
  });
  for (const principal of principals) requestsOf.set(principal, await kafkaRequests(cluster.as(principal)));
});

afterAll(async () => {
  for (const requests of requestsOf.values()) await requests.disconnect();
  await cluster?.remove();
});

const aMinute = () => {
  const deadline = Date.now() + 60_000;
  return {
    remainingMs: () => deadline - Date.now(),
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
};

const administered = {
  clusterArn: 'arn:aws:kafka:eu-west-1:000000000000:cluster/test/0-1',
  adminSecretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_test_admin-000000',
};

/** The administrator, who is handed one of the five brokers to begin with. */
const ports = () => ({
  clusters: { bootstrapBrokers: async () => cluster.bootstrapBrokers.split(',')[3] ?? '' },
  credentials: { adminLogins: async () => [testUser('admin')] as const },
  asAdministrator: kafkajsAdministration,
});

/** Runs the provisioner against the brokers with the given matrix. */
const provide = (matrix: readonly Acl[]): Promise<KafkaAccessOutcome> => {
  const grants = matrix.map(({ principal, ...grant }) => ({ user: principal, ...grant }));
  return provideKafkaAccess(ports(), { ...administered, grants }, aMinute());
};

const get = <K, V>(map: ReadonlyMap<K, V>, key: K): V => {
  const value = map.get(key);
  if (value === undefined) throw new Error(`nothing is known of ${String(key)}`);
  return value;
};

/** In no matrix, and of a kind that none has. */
const analyticsReadsCommands: AclEntry = {
  principal: 'User:analytics',
  host: '*',
  resourceType: AclResourceTypes.TOPIC,
  resourceName: 'inventory.c',
  resourcePatternType: ResourcePatternTypes.PREFIXED,
  operation: AclOperationTypes.READ,
  permissionType: AclPermissionTypes.ALLOW,
};

/** The matrix. Kafka takes Read and Write of a topic for its Describe, too. */
const isDeclared = (principal: Principal, type: Acl['resourceType'], name: string, operation: Acl['operation']) =>
  acls.some(
    (acl) =>
      acl.principal === principal &&
      acl.resourceType === type &&
      (acl.resourceName === name ||
        acl.resourceName === '*' ||
        (acl.patternType === 'prefixed' && name.startsWith(acl.resourceName))) &&
      (acl.operation === operation ||
        acl.operation === 'All' ||
        (operation === 'Describe' && ['Read', 'Write'].includes(acl.operation))),
  );

/** The principals that a request is let through for. */
const allowed = async (request: (requests: KafkaRequests) => Promise<unknown>): Promise<readonly Principal[]> => {
  const answers = await Promise.all(
    principals.map(async (principal) => ((await isAllowed(request(get(requestsOf, principal)))) ? [principal] : [])),
  );
  return answers.flat();
};

const declared = (type: Acl['resourceType'], name: string, operation: Acl['operation']): readonly Principal[] =>
  principals.filter((principal) => isDeclared(principal, type, name, operation));

test('the provisioner brings the whole matrix to the brokers, and then has nothing to do', async () => {
  expect(firstOutcome).toEqual({ added: acls.length, removed: 0 });
  expect(await provide(acls)).toMatchObject({ added: 0, removed: 0 });
});

test('the administrator finds all brokers from one of them', async () => {
  const all = cluster.bootstrapBrokers.split(',').sort().join(',');
  expect(await locateBrokers(ports(), administered, aMinute())).toBe(all);
});

describe.each(topicDefinitions.map(({ name }) => name))('%s', (topic) => {
  test('is written by its producers and its dead-letter writers alone', async () => {
    const partition = get(partitionOf, topic);
    expect(await allowed((requests) => requests.write(topic, partition))).toEqual(declared('topic', topic, 'Write'));
  });

  test('is read by its consumers alone', async () => {
    const partition = get(partitionOf, topic);
    expect(await allowed((requests) => requests.read(topic, partition))).toEqual(declared('topic', topic, 'Read'));
  });

  test('is seen by those who use it alone', async () => {
    expect(await allowed((requests) => requests.describeTopic(topic))).toEqual(declared('topic', topic, 'Describe'));
  });
});

const groups = topicNames.flatMap((name) => {
  const topic: Topic = topics[name];
  return topic.consumers.map(({ group, principal }) => ({ group, principal, topic: name }));
});

test.each([...groups.map(({ group }) => group), `${replay.groupPrefix}one`, 'undeclared'])(
  'group %s is joined by its own alone',
  async (group) => {
    expect(await allowed((requests) => requests.joinGroup(group))).toEqual(declared('group', group, 'Read'));
  },
);

test.each(principals.filter((principal) => groupsSeenBy(principal).length > 0))(
  '%s sees how far the groups that it may see have come',
  async (principal) => {
    const kafka = async () => cluster.as(principal);
    // A coordinator that has just been made loads first.
    const seen = () => greatestLag(kafka, groupsSeenBy(principal))();
    await expect.poll(() => seen().catch(String), { timeout: 30_000 }).toEqual(expect.any(Number));
    const hidden = groups.find(({ group }) => !groupsSeenBy(principal).some((one) => one.group === group));
    if (hidden !== undefined) await expect(greatestLag(kafka, [hidden])()).rejects.toThrow(/find group coordinator/);
  },
);

test.each(groups)('$principal consumes $topic as $group', async ({ group, principal, topic }) => {
  const consumer = cluster.as(principal).consumer({ groupId: group, maxWaitTimeInMs: 100, retry: { retries: 10 } });
  const received = Promise.withResolvers<string | undefined>();
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || received.reject(payload.error));
  await get(requestsOf, 'admin').write(topic, get(partitionOf, topic));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => received.resolve(message.value?.toString()) });
  expect(await received.promise).toBe('value');
  await consumer.disconnect();
});

test.each(principals.filter((principal) => topicNames.some((name) => isDeclared(principal, 'topic', name, 'Write'))))(
  '%s may use an idempotent producer',
  async (principal) => {
    const topic = topicNames.find((name) => isDeclared(principal, 'topic', name, 'Write')) ?? '';
    const producer = cluster.as(principal).producer({ idempotent: true, retry: { retries: 3 } });
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'key', value: 'value' }] });
    await producer.disconnect();
  },
);

test.each(principals)(
  '%s may create topics and see and change the rules only if it is the administrator',
  async (principal) => {
    const admin = cluster.as(principal).admin();
    await admin.connect();
    const topic = { topic: `created-by-${principal}`, numPartitions: 1, replicationFactor: 3 };
    const created = await isAllowed(admin.createTopics({ waitForLeaders: false, topics: [topic] }).catch(firstError));
    const seen = await isAllowed(
      admin.describeAcls({
        resourceType: AclResourceTypes.ANY,
        resourcePatternType: ResourcePatternTypes.ANY,
        operation: AclOperationTypes.ANY,
        permissionType: AclPermissionTypes.ANY,
      }),
    );
    const changed = await isAllowed(admin.createAcls({ acl: [analyticsReadsCommands] }).then(() => provide(acls)));
    await admin.disconnect();
    const isAdmin = principal === 'admin';
    expect({ created, seen, changed }).toEqual({ created: isAdmin, seen: isAdmin, changed: isAdmin });
  },
);

test('a rule that is no longer declared is removed, and added again once it is', async () => {
  const isPaymentsWrite = ({ principal, resourceType, resourceName, operation }: Acl): boolean =>
    principal === 'payment' &&
    resourceType === 'topic' &&
    resourceName === 'payments.completed' &&
    operation === 'Write';
  const write = () =>
    isAllowed(get(requestsOf, 'payment').write('payments.completed', get(partitionOf, 'payments.completed')));

  expect(await provide(acls.filter((acl) => !isPaymentsWrite(acl)))).toMatchObject({ added: 0, removed: 1 });
  await expect.poll(write, { timeout: 30_000 }).toBe(false);

  expect(await provide(acls)).toMatchObject({ added: 1, removed: 0 });
  await expect.poll(write, { timeout: 30_000 }).toBe(true);
});

test('a rule from elsewhere is removed', async () => {
  await cluster.admin((admin) => admin.createAcls({ acl: [analyticsReadsCommands] }));
  const read = () =>
    isAllowed(get(requestsOf, 'analytics').read('inventory.commands', get(partitionOf, 'inventory.commands')));
  await expect.poll(read, { timeout: 30_000 }).toBe(true);

  expect(await provide(acls)).toMatchObject({ added: 0, removed: 1 });

  await expect.poll(read, { timeout: 30_000 }).toBe(false);
});

/** kafkajs gathers the faults of several topics in one error. */
const firstError = (error: unknown): never => {
  if (error instanceof Error && 'errors' in error && Array.isArray(error.errors)) throw error.errors[0];
  throw error;
};
