import { expect, test } from 'vitest';
import { parseKafkaAccess } from '../../../../../functions/ops/kafka-access/kafka-access-properties.ts';

const acl = { Principal: 'order', ResourceType: 'topic', ResourceName: 'orders.created', Operation: 'Write' };
const properties = { ServiceToken: 'arn:lambda', ClusterArn: 'arn:cluster', AdminSecretArn: 'arn:secret', Acls: [acl] };

test('reads the request', () => {
  expect(parseKafkaAccess(properties)).toEqual({
    clusterArn: 'arn:cluster',
    adminSecretArn: 'arn:secret',
    grants: [{ user: 'order', resourceType: 'topic', resourceName: 'orders.created', operation: 'Write' }],
  });
});

test('reads a grant on a prefix', () => {
  const prefixed = { ...acl, ResourceType: 'group', ResourceName: 'readers.', PatternType: 'prefixed' };
  expect(parseKafkaAccess({ ...properties, Acls: [prefixed] }).grants).toEqual([
    { user: 'order', resourceType: 'group', resourceName: 'readers.', patternType: 'prefixed', operation: 'Write' },
  ]);
});

test.each([
  [{ ...properties, ClusterArn: undefined }, 'property ClusterArn'],
  [{ ...properties, AdminSecretArn: '' }, 'property AdminSecretArn'],
  [{ ...properties, Acls: 'all' }, 'property Acls'],
  [{ ...properties, Acls: [acl, 'more'] }, 'property Acls[1]'],
  [{ ...properties, Acls: [{ ...acl, Operation: 1 }] }, 'property Acls[0].Operation'],
  [{ ...properties, Acls: [{ ...acl, PatternType: 'any' }] }, 'property Acls[0].PatternType'],
])('names the invalid property: %o', (malformed, message) => {
  expect(() => parseKafkaAccess(malformed)).toThrow(message);
});
