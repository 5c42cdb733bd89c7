import { describe, expect, it } from 'vitest';
import { type Acl, acls } from '../../schemas/access-matrix.ts';
import {
  deadLetterTopic,
  observers,
  type Principal,
  principals,
  replay,
  topicNames,
  topics,
} from '../../schemas/catalogue.ts';
import { type FunctionName, functions } from '../../schemas/functions/functions.ts';
import { synthesise } from '../support/synthesised-app.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const { templates } = synthesise();
const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
const all = (type: string) =>
  Object.values(templates).flatMap((template) => Object.entries(template.findResources(type)));

/** Logical ids are unique in their stack alone; references of other stacks end with them. */
const secretIds = new Map(
  Object.entries(templates.kafka.findResources('AWS::SecretsManager::Secret')).map(([id, { Properties }]) => [
    id,
    String(Properties.Name).split('_').at(-1) as Principal,
  ]),
);
const usersIn = (resource: unknown): readonly Principal[] => {
  const text = JSON.stringify(resource);
  return [...secretIds].filter(([id]) => text.includes(id)).map(([, principal]) => principal);
};

const statementsOf = (roleId: string, inTemplate: (typeof templates)[keyof typeof templates]): readonly Statement[] =>
  Object.values(inTemplate.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === roleId))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

const deployed = Object.values(templates).flatMap((template) =>
  Object.entries(template.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => ({
    id,
    name: String(Properties.FunctionName).replace('orderstream-dev-', '').replace('-', '/') as FunctionName,
    variables: Properties.Environment.Variables as Readonly<Record<string, unknown>>,
    statements: statementsOf(Properties.Role['Fn::GetAtt'][0], template),
  })),
);
const mappings = all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
const fed = new Set(mappings.map(({ FunctionName }) => FunctionName.Ref));

const actionsOn = (statements: readonly Statement[], service: string) =>
  statements.flatMap(({ Action }) => list(Action)).filter((action) => action.startsWith(`${service}:`));
const passwordsOf = (statements: readonly Statement[]): readonly Principal[] => [
  ...new Set(
    statements
      .filter(({ Action }) => list(Action).includes('secretsmanager:GetSecretValue'))
      .flatMap(({ Resource }) => usersIn(Resource)),
  ),
];

describe('every function', () => {
  it('is there, and has the secrets of every principal by reference', () => {
    expect(deployed.length).toBeGreaterThan(15);
    expect([...secretIds.values()].sort()).toEqual([...principals].sort());
  });

  it.each(deployed.filter(({ name }) => name !== 'ops/scram-rotation'))(
    '$name reads the password of its principal alone',
    ({ name, variables, statements }) => {
      const { principal } = functions[name];
      expect(passwordsOf(statements)).toEqual(principal === undefined ? [] : [principal]);
      if (variables['KAFKA_SECRET_ARN'] !== undefined)
        expect(usersIn(variables['KAFKA_SECRET_ARN'])).toEqual([principal]);
    },
  );

  it.each(deployed)(
    '$name has just the Amazon MSK permissions that it needs and reaches no record by IAM',
    ({ id, name, statements }) => {
      const allowed = actionsOn(statements, 'kafka');
      if (fed.has(id)) {
        expect([...new Set(allowed)].sort()).toEqual([
          'kafka:DescribeCluster',
          'kafka:DescribeClusterV2',
          'kafka:GetBootstrapBrokers',
          'kafka:ListScramSecrets',
        ]);
      } else {
        expect(allowed).toEqual(name === 'ops/kafka-access' ? ['kafka:GetBootstrapBrokers'] : []);
      }
      expect(actionsOn(statements, 'kafka-cluster')).toEqual([]);
    },
  );

  it('but the one that changes them leaves passwords as they are', () => {
    const changing = deployed.filter(({ statements }) =>
      actionsOn(statements, 'secretsmanager').some((action) => /Put|Update|Delete|Rotate/.test(action)),
    );
    expect(changing.map(({ name }) => name)).toEqual(['ops/scram-rotation']);
    expect([...passwordsOf(changing[0]?.statements ?? [])].sort()).toEqual([...principals].sort());
  });
});

describe('every event source mapping', () => {
  const consumers = mappings.map((mapping) => {
    const name = deployed.find(({ id }) => id === mapping.FunctionName.Ref)?.name;
    return {
      principal: name && functions[name].principal,
      pollsAs: usersIn(mapping.SourceAccessConfigurations),
      topic: String(mapping.Topics[0]),
      group: String(mapping.AmazonManagedKafkaEventSourceConfig.ConsumerGroupId),
      deadLetters: String(mapping.DestinationConfig.OnFailure.Destination).replace('kafka://', ''),
    };
  });
  const operations = (principal: Principal | undefined, resourceType: Acl['resourceType'], resourceName: string) =>
    acls
      .filter((acl) => acl.principal === principal)
      .filter((acl) => acl.resourceType === resourceType && acl.resourceName === resourceName)
      .map(({ operation }) => operation);

  it.each(consumers)(
    'polls $topic for $group as its principal, which may',
    ({ principal, pollsAs, topic, group, deadLetters }) => {
      expect(pollsAs).toEqual([principal]);
      expect(operations(principal, 'topic', topic)).toEqual(expect.arrayContaining(['Read', 'Describe']));
      expect(operations(principal, 'group', group)).toEqual(expect.arrayContaining(['Read', 'Describe']));
      expect(operations(principal, 'cluster', 'kafka-cluster')).toContain('DescribeConfigs');
      expect(operations(principal, 'topic', deadLetters)).toEqual(expect.arrayContaining(['Write', 'Describe']));
    },
  );

  it('is all that principals may read for, but for who replays', () => {
    const granted = (resourceType: Acl['resourceType']) =>
      acls
        .filter(({ principal }) => principal !== 'admin' && principal !== replay.principal)
        .filter((acl) => acl.operation === 'Read' && acl.resourceType === resourceType)
        .map(({ principal, resourceName }) => `${principal} ${resourceName}`);
    const used = (of: 'topic' | 'group') =>
      new Set(consumers.map((consumer) => `${consumer.principal} ${consumer[of]}`));
    expect(granted('group').sort()).toEqual([...used('group')].sort());
    expect(granted('topic').sort()).toEqual([...used('topic')].sort());
  });
});

describe('the function that replays dead letters', () => {
  const granted = acls.filter(({ principal }) => principal === replay.principal);
  const topicsFor = (operation: Acl['operation']) =>
    granted
      .filter((acl) => acl.resourceType === 'topic' && acl.operation === operation)
      .map(({ resourceName }) => resourceName);

  it('is one function, which no mapping feeds', () => {
    const its = deployed.filter(({ name }) => functions[name].principal === replay.principal);
    expect(its.map(({ name }) => name)).toEqual(['ops/dead-letters']);
    expect(its.some(({ id }) => fed.has(id))).toBe(false);
  });

  it('reads the dead-letter queues and writes the topics, not the other way round', () => {
    expect(topicsFor('Read')).toEqual(topicNames.map(deadLetterTopic));
    expect(topicsFor('Write')).toEqual(topicNames);
    expect(topicsFor('Describe').sort()).toEqual([...topicNames, ...topicNames.map(deadLetterTopic)].sort());
  });

  it('joins groups of its own prefix, under which no consumer is, and may do nothing else', () => {
    const others = granted.filter(({ resourceType }) => resourceType !== 'topic');
    const own = { resourceType: 'group', resourceName: replay.groupPrefix, patternType: 'prefixed' };
    expect(others).toMatchObject([
      { ...own, operation: 'Read' },
      { ...own, operation: 'Describe' },
    ]);
    expect(acls.filter(({ patternType }) => patternType === 'prefixed')).toEqual(others);
    const groups = acls.filter(
      ({ resourceType, patternType }) => resourceType === 'group' && patternType === undefined,
    );
    expect(groups.filter(({ resourceName }) => resourceName.startsWith(replay.groupPrefix))).toEqual([]);
  });
});

describe('the function that reports the pipeline', () => {
  const granted = acls.filter(({ principal }) => observers.includes(principal));
  const namesOf = (resourceType: Acl['resourceType']) =>
    granted.filter((acl) => acl.resourceType === resourceType).map(({ resourceName }) => resourceName);

  it('is one function with a user of its own, which no mapping feeds', () => {
    const its = deployed.filter(({ name }) => observers.some((observer) => observer === functions[name].principal));
    expect(its.map(({ name }) => name)).toEqual(['ops/pipeline']);
    expect(its.some(({ id }) => fed.has(id))).toBe(false);
  });

  it('may describe every topic, queue and group, and neither read nor write', () => {
    expect(new Set(granted.map(({ operation }) => operation))).toEqual(new Set(['Describe']));
    expect(namesOf('topic').sort()).toEqual([...topicNames, ...topicNames.map(deadLetterTopic)].sort());
    const groups = Object.values(topics).flatMap(({ consumers }) => consumers.map(({ group }) => group));
    expect(namesOf('group').sort()).toEqual(groups.sort());
    expect(granted.filter(({ resourceType }) => resourceType !== 'topic' && resourceType !== 'group')).toEqual([]);
  });
});
