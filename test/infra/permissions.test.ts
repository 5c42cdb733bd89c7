import { describe, expect, it } from 'vitest';
import { synthesise } from '../support/synthesised-app.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

interface Conditioned extends Statement {
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const { templates } = synthesise();
const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

const statements: readonly Statement[] = Object.values(templates).flatMap((template) =>
  [
    ...Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyDocument),
    ...Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) =>
      (Properties.Policies ?? []).map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument),
    ),
  ].flatMap((document) => document.Statement),
);

/** AWS's service authorisation reference knows no resource for these. */
const actionsWithoutResources = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:UnassignPrivateIpAddresses',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

describe('permissions', () => {
  it('are there', () => {
    expect(statements.length).toBeGreaterThan(20);
  });

  it('name their actions', () => {
    expect(statements.flatMap(({ Action }) => list(Action)).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('name their resources, where the action knows any', () => {
    const unbounded = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect(unbounded.filter(({ Resource }) => Resource !== '*')).toEqual([]);
    for (const action of unbounded.flatMap(({ Action }) => list(Action))) {
      expect(actionsWithoutResources).toContain(action);
    }
  });

  it('come from no managed policy, but for the one that API Gateway requires by name to write logs', () => {
    const managed = Object.values(templates)
      .flatMap((template) => Object.values(template.findResources('AWS::IAM::Role')))
      .flatMap(({ Properties }) => Properties.ManagedPolicyArns ?? []);
    expect(managed).toHaveLength(1);
    expect(JSON.stringify(managed)).toContain('AmazonAPIGatewayPushToCloudWatchLogs');
  });

  it('let no function change or delete what is audited', () => {
    const [audit] = Object.entries(templates.data.findResources('AWS::DynamoDB::Table'))
      .filter(([, { Properties }]) => Properties.TableName === 'orderstream-dev-audit')
      .map(([id]) => id);
    const granted = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(`FnGetAtt${audit}`));
    const actions = new Set(granted.flatMap(({ Action }) => list(Action)));
    expect([...actions].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ]);
  });

  it('let no function scan a table, but the one that checks orders and stocks', () => {
    const scanned = statements.filter(({ Action }) => list(Action).includes('dynamodb:Scan'));
    for (const { Action } of scanned)
      expect(list(Action).filter((action) => /Put|Update|Delete|Write/.test(action))).toEqual([]);
    const names = scanned.map(
      ({ Resource }) => /ExportsOutputFnGetAtt([A-Za-z]+?)[0-9A-F]{8}/.exec(JSON.stringify(Resource))?.[1],
    );
    expect(names.sort()).toEqual(['Orders', 'Stock']);
  });

  it('show who checks orders and payments no person and no secret', () => {
    const [role] = Object.values(templates.services.findResources('AWS::Lambda::Function')).flatMap(({ Properties }) =>
      Properties.FunctionName === 'orderstream-dev-ops-conservation' ? [Properties.Role['Fn::GetAtt'][0]] : [],
    );
    const granted = Object.values(templates.services.findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(`"${role}"`))
      .flatMap(({ Properties }): Conditioned[] => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => list(Action).some((action) => action.startsWith('dynamodb:')));
    expect(
      granted.flatMap(({ Action }) => list(Action)).filter((action) => /Put|Update|Delete|Write/.test(action)),
    ).toEqual([]);
    const ofTable = (name: string) =>
      granted.filter(({ Resource }) => new RegExp(`FnGetAtt${name}[0-9A-F]{8}`).test(JSON.stringify(Resource)));
    for (const name of ['Orders', 'Payments', 'Stock', 'Gateway']) {
      expect(ofTable(name)).not.toEqual([]);
      for (const { Condition } of ofTable(name)) {
        const attributes = Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'] ?? [];
        expect(attributes.length).toBeGreaterThan(3);
        expect(attributes.filter((one) => /user|client|email|phone|token|address|shipment|reason/.test(one))).toEqual(
          [],
        );
        expect(Condition?.['StringEqualsIfExists']).toEqual({ 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' });
      }
    }
  });
});

describe('network', () => {
  const rules = [
    ...Object.values(templates.network.findResources('AWS::EC2::SecurityGroupIngress')),
    ...Object.values(templates.network.findResources('AWS::EC2::SecurityGroup')).flatMap(({ Properties }) =>
      (Properties.SecurityGroupIngress ?? []).map((rule: unknown) => ({ Properties: rule })),
    ),
  ].map(({ Properties }) => Properties);

  it('lets in only who is named', () => {
    expect(rules).not.toEqual([]);
    for (const rule of rules) expect(rule).toMatchObject({ SourceSecurityGroupId: expect.anything() });
  });

  it('has no way out', () => {
    for (const type of ['AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway']) {
      expect(templates.network.findResources(type)).toEqual({});
    }
  });

  it('spans three zones of whatever region it is deployed to', () => {
    const zones = Object.values(templates.network.findResources('AWS::EC2::Subnet')).map(({ Properties }) =>
      JSON.stringify(Properties.AvailabilityZone),
    );
    expect([...new Set(zones)]).toEqual(
      [0, 1, 2].map((index) => JSON.stringify({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })),
    );
  });
});

describe('templates', () => {
  it('make no helper functions or custom resources of their own', () => {
    const lambdas = Object.values(templates).flatMap((template) =>
      Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.FunctionName),
    );
    for (const name of lambdas) expect(name).toMatch(/^orderstream-dev-/);
    const custom = Object.values(templates).flatMap((template) =>
      Object.values(template.toJSON()['Resources'] as Record<string, { readonly Type: string }>)
        .map(({ Type }) => Type)
        .filter((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'),
    );
    expect(custom).toEqual(['Custom::KafkaAccess', 'Custom::KafkaBrokers']);
  });

  it('hold no password', () => {
    for (const template of Object.values(templates)) {
      const secrets = JSON.stringify(template.toJSON()).match(/"(password|SecretString)":"|resolve:secretsmanager/gi);
      expect(secrets).toBeNull();
    }
  });
});
