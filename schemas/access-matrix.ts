import {
  deadLetterTopic,
  observers,
  type Principal,
  replay,
  type Topic,
  type TopicName,
  topicNames,
  topics,
} from './catalogue.ts';

/** One allow rule of Kafka's authorizer. `cluster` resources have the fixed name `kafka-cluster`. */
export interface Acl {
  readonly principal: Principal;
  readonly resourceType: 'topic' | 'group' | 'transactional-id' | 'cluster';
  readonly resourceName: string;
  /** `prefixed`: every resource whose name begins so. The one of this name when absent. */
  readonly patternType?: 'prefixed';
  readonly operation: 'All' | 'Read' | 'Write' | 'Describe' | 'DescribeConfigs' | 'IdempotentWrite';
}

/**
 * Granted first. Amazon MSK permits everyone where a resource has no ACL at all; these leave none without one and so close
 * the cluster, and must come first or the provisioner locks itself out.
 */
const adminAcls: readonly Acl[] = [
  { principal: 'admin', resourceType: 'topic', resourceName: '*', operation: 'All' },
  { principal: 'admin', resourceType: 'group', resourceName: '*', operation: 'All' },
  { principal: 'admin', resourceType: 'transactional-id', resourceName: '*', operation: 'All' },
  { principal: 'admin', resourceType: 'cluster', resourceName: 'kafka-cluster', operation: 'All' },
];

const topicAcls = (principal: Principal, name: string, operation: 'Read' | 'Write'): Acl[] => [
  { principal, resourceType: 'topic', resourceName: name, operation },
  { principal, resourceType: 'topic', resourceName: name, operation: 'Describe' },
];

/** The permissions of the principal that polls for an event source mapping (AWS: `with-kafka-troubleshoot`). */
const consumerAcls = (principal: Principal, group: string, name: string): Acl[] => [
  ...topicAcls(principal, name, 'Read'),
  { principal, resourceType: 'group', resourceName: group, operation: 'Read' },
  { principal, resourceType: 'group', resourceName: group, operation: 'Describe' },
  { principal, resourceType: 'cluster', resourceName: 'kafka-cluster', operation: 'DescribeConfigs' },
];

/** The permissions to read a group's progress: its offsets, and the ends of its topic. */
const observerAcls = (principal: Principal, group: string, name: string): Acl[] => [
  { principal, resourceType: 'group', resourceName: group, operation: 'Describe' },
  { principal, resourceType: 'topic', resourceName: name, operation: 'Describe' },
];

/** The permission to see how many records the dead-letter queue of a topic has. */
const queueAcls = (principal: Principal, name: TopicName): Acl[] => [
  { principal, resourceType: 'topic', resourceName: deadLetterTopic(name), operation: 'Describe' },
];

/** The permissions to read the dead-letter queue of a topic, and to replay its records. */
const replayAcls = (name: TopicName): Acl[] => {
  const { principal, groupPrefix: resourceName } = replay;
  return [
    ...topicAcls(principal, deadLetterTopic(name), 'Read'),
    ...topicAcls(principal, name, 'Write'),
    { principal, resourceType: 'group', resourceName, patternType: 'prefixed', operation: 'Read' },
    { principal, resourceType: 'group', resourceName, patternType: 'prefixed', operation: 'Describe' },
  ];
};

const aclsOf = (name: TopicName): Acl[] => {
  const topic: Topic = topics[name];
  return [
    ...topic.producers.flatMap((principal) => topicAcls(principal, name, 'Write')),
    ...topic.consumers.flatMap(({ principal, group, observedBy = [] }) => [
      ...consumerAcls(principal, group, name),
      ...[...observedBy, ...observers].flatMap((observer) => observerAcls(observer, group, name)),
      // A record that cannot succeed goes to the dead-letter queue, written by its consumer and by its event source mapping.
      ...topicAcls(principal, deadLetterTopic(name), 'Write'),
    ]),
    ...replayAcls(name),
    ...observers.flatMap((observer) => queueAcls(observer, name)),
  ];
};

const keyOf = (acl: Acl): string =>
  [acl.principal, acl.resourceType, acl.resourceName, acl.patternType ?? '', acl.operation].join('|');

/** The whole access matrix, `adminAcls` first, without repetitions, in a stable order. */
export const acls: readonly Acl[] = [
  ...adminAcls,
  ...new Map(topicNames.flatMap(aclsOf).map((acl) => [keyOf(acl), acl])).values(),
];
