import { describe, expect, it } from 'vitest';
import { stageNames } from '../../lib/config/stages.ts';
import { type Consumer, topicNames, topics } from '../../schemas/catalogue.ts';
import { type FunctionName, functionNames, functions } from '../../schemas/functions/functions.ts';
import { synthesise } from '../support/synthesised-app.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

interface FunctionRole {
  readonly name: FunctionName;
  readonly role: string;
  readonly trusts: unknown;
  readonly log: unknown;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly statements: readonly Statement[];
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

const rolesOf = (stage: string): readonly FunctionRole[] => {
  const { templates } = synthesise({ stage });
  return [templates.services, templates.kafka].flatMap((template) => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
    const roles = template.findResources('AWS::IAM::Role');
    return Object.values(template.findResources('AWS::Lambda::Function')).flatMap(({ Properties }) => {
      const name = functionNames.find((known) => Properties.FunctionName.endsWith(`-${known.replace('/', '-')}`));
      if (name === undefined) return [];
      const role: string = Properties.Role['Fn::GetAtt'][0];
      return [
        {
          name,
          role,
          trusts: roles[role]?.['Properties'].AssumeRolePolicyDocument.Statement,
          log: Properties.LoggingConfig.LogGroup.Ref,
          environment: Properties.Environment.Variables,
          statements: policies
            .filter(({ Roles }) => Roles.some(({ Ref }: { readonly Ref: string }) => Ref === role))
            .flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
        },
      ];
    });
  });
};

const actionsOf = ({ Action }: Statement): readonly string[] => list(Action);
const ofService = ({ statements }: FunctionRole, service: string): readonly Statement[] =>
  statements.filter((statement) => actionsOf(statement).some((action) => action.startsWith(`${service}:`)));

/** The table of the data stack that an imported value is the name, the ARN or an index of: `Orders`. */
const tableOf = (value: unknown): string | undefined =>
  JSON.stringify(value).match(/-data:ExportsOutput(?:Ref|FnGetAtt)([A-Za-z]+?)[0-9A-F]{8}/)?.[1];
const tablesIn = (values: readonly unknown[]): readonly string[] =>
  [...new Set(values.map(tableOf).filter((table) => table !== undefined))].sort();

const consumers: ReadonlySet<string> = new Set(
  topicNames.flatMap((topic) => topics[topic].consumers.map((consumer: Consumer) => consumer.function)),
);

describe.each(stageNames)('roles of %s', (stage) => {
  const roles = rolesOf(stage);
  const cases = roles.map((role): [string, FunctionRole] => [role.name, role]);

  it('are of one function each', () => {
    expect(roles.length).toBeGreaterThan(15);
    expect(new Set(roles.map(({ role }) => role)).size).toBe(roles.length);
  });

  it.each(cases)('%s: trust Lambda alone', (_, { trusts }) => {
    const principal = { Service: 'lambda.amazonaws.com' };
    expect(trusts).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: principal }]);
  });

  it.each(cases)('%s: reach the tables of the function’s variables, and no other', (_, role) => {
    const granted = ofService(role, 'dynamodb').flatMap(({ Resource }) => list(Resource));
    for (const resource of granted) expect(tableOf(resource)).toBeDefined();
    expect(tablesIn(granted)).toEqual(tablesIn(Object.values(role.environment)));
  });

  it.each(cases)(
    '%s: leave last errors if it consumes, and neither read nor change any, but for who lists them',
    (name, role) => {
      const ofTable = (table: string) =>
        ofService(role, 'dynamodb')
          .filter(({ Resource }) => list(Resource).some((resource) => tableOf(resource) === table))
          .flatMap(actionsOf);
      const isLister = name === 'ops/dead-letters';
      if (consumers.has(name)) expect(ofTable('Failures')).toEqual(['dynamodb:PutItem']);
      else if (!isLister) expect(ofTable('Failures')).toEqual([]);
      else expect(ofTable('Failures').filter((action) => /Put|Update|Delete|Write/.test(action))).toEqual([]);
      // No other function can mark a letter as replayed.
      expect(ofTable('Replays').length > 0).toBe(isLister);
    },
  );

  it.each(cases)('%s: read the secret of its own Kafka user, and no other', (name, role) => {
    const granted = ofService(role, 'secretsmanager').flatMap(({ Resource }) => list(Resource));
    const own = role.environment['KAFKA_SECRET_ARN'];
    // The custom resource passes the secret to the function that administers Kafka.
    if (name === 'ops/kafka-access') expect(JSON.stringify(granted)).toMatch(/^\[\{"Ref":"UsersAdmin\w+"\}\]$/);
    else if (functions[role.name].principal !== undefined && own !== undefined) expect(granted).toEqual([own]);
  });

  it.each(cases)('%s: use keys through the services that hold what they encrypt, alone', (_, role) => {
    for (const { Condition } of ofService(role, 'kms')) {
      expect(JSON.stringify(Condition)).toMatch(/kms:ViaService.*(secretsmanager|dynamodb)\./);
    }
  });

  it.each(cases)('%s: write to its own log alone', (_, role) => {
    const granted = ofService(role, 'logs').flatMap(({ Resource }) => list(Resource));
    expect(granted).toEqual([{ 'Fn::GetAtt': [role.log, 'Arn'] }]);
  });

  it.each(cases)('%s: see the cluster if it consumes, and may never change it', (name, role) => {
    const actions = ofService(role, 'kafka').flatMap(actionsOf);
    const reading = /^kafka:(Describe|Get|List)/;
    expect(actions.filter((action) => !reading.test(action))).toEqual([]);
    if (consumers.has(name)) expect(actions).toContain('kafka:GetBootstrapBrokers');
    else if (functions[role.name].principal !== 'admin') expect(actions).toEqual([]);
    // Rights on topics and groups are decided by Kafka's ACLs.
    expect(ofService(role, 'kafka-cluster')).toEqual([]);
  });

  it.each(cases)('%s: call no function, but for the one that hands its request on to itself', (name, role) => {
    const statements = ofService(role, 'lambda').map(({ Action, Resource }) => JSON.stringify([Action, Resource]));
    if (name !== 'ops/kafka-access') expect(statements).toEqual([]);
    else
      expect(statements).toEqual([expect.stringMatching(/^\["lambda:InvokeFunction",.*-ops-kafka-access"\]\]\}\]$/)]);
  });

  it.each(cases)('%s: nothing beyond', (name, role) => {
    const usual = ['dynamodb', 'ec2', 'kafka', 'kms', 'logs', 'secretsmanager', 'xray'];
    const known = [
      ...usual,
      ...(name.startsWith('notification/') ? ['ses', 'sns'] : []),
      ...(name === 'ops/kafka-access' ? ['lambda'] : []),
    ];
    const services = role.statements.flatMap(actionsOf).map((action) => action.split(':')[0]);
    expect([...new Set(services)].filter((service) => service === undefined || !known.includes(service))).toEqual([]);
  });
});
