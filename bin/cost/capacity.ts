import { Properties } from '../../localstack/properties.ts';
import type { Template, TemplateResource } from '../../localstack/template/template.ts';
import type { BillLine } from './bill.ts';
import { type PriceName, prices } from './prices.ts';

/** The average month of AWS's own calculator. */
const hoursPerMonth = 730;
/** Of one event poller unit, by default. */
const pollersPerUnit = 10;

type Declared = Readonly<Record<string, unknown>>;

interface Resources {
  of(type: string): readonly Declared[];
}

const resourcesIn = (templates: readonly Template[]): Resources => {
  const all: readonly TemplateResource[] = templates.flatMap(({ Resources: resources }) => Object.values(resources));
  return { of: (type) => all.filter(({ Type }) => Type === type).map(({ Properties: values = {} }) => values) };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const brokers = (resources: Resources): readonly BillLine[] =>
  resources.of('AWS::MSK::Cluster').flatMap((values): readonly BillLine[] => {
    const cluster = new Properties(values);
    const count = cluster.number('NumberOfBrokerNodes') ?? 0;
    const nodes = cluster.record('BrokerNodeGroupInfo');
    const type = nodes?.string('InstanceType') ?? '';
    if (!(type in prices)) throw new Error(`bin/cost/prices.ts has no price of the broker type ${type}`);
    const gib = nodes?.record('StorageInfo')?.record('EBSStorageInfo')?.number('VolumeSize') ?? 0;
    const service = 'Amazon MSK';
    return [
      { service, price: type as PriceName, quantity: count * hoursPerMonth },
      { service, price: 'kafkaStorage', quantity: count * gib },
    ];
  });

/** Mappings of one group share units; one without a group has units of its own. */
export const eventPollerUnits = (mappings: readonly Declared[]): number => {
  const groups = new Map<string, number>();
  for (const [index, values] of mappings.entries()) {
    const config = new Properties(values).record('ProvisionedPollerConfig');
    if (config === undefined) continue;
    const group = config.optionalString('PollerGroupName') ?? `mapping ${index}`;
    groups.set(group, (groups.get(group) ?? 0) + (config.number('MinimumPollers') ?? 1));
  }
  return sum([...groups.values()].map((pollers) => Math.ceil(pollers / pollersPerUnit)));
};

/** Runs of all schedules in a month. */
export const scheduledRuns = (rules: readonly Declared[]): number =>
  sum(
    rules.map(({ ScheduleExpression: expression }) => {
      const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression)) ?? [];
      const minutes = { minute: 1, hour: 60, day: 1_440 }[unit ?? ''];
      return minutes === undefined ? 0 : (hoursPerMonth * 60) / (Number(count) * minutes);
    }),
  );

const list = (values: unknown): readonly unknown[] => (Array.isArray(values) ? values : []);

/** An alarm on an expression is billed by the metrics that it reads. */
const alarmMetrics = ({ Metrics }: Declared): number =>
  Math.max(
    1,
    list(Metrics).filter((metric) => typeof metric === 'object' && metric !== null && 'MetricStat' in metric).length,
  );

/** The cost of a stage in a month without orders, by the resources of its templates. */
export const capacity = (templates: readonly Template[]): readonly BillLine[] => {
  const resources = resourcesIn(templates);
  const count = (type: string): number => resources.of(type).length;
  const endpointZones = resources
    .of('AWS::EC2::VPCEndpoint')
    .filter(({ VpcEndpointType: type }) => type === 'Interface')
    .map(({ SubnetIds: subnets }) => list(subnets).length);
  const webAcls = resources.of('AWS::WAFv2::WebACL');
  return [
    ...brokers(resources),
    {
      ...{ service: 'AWS Lambda', price: 'eventPollerUnit' },
      quantity: eventPollerUnits(resources.of('AWS::Lambda::EventSourceMapping')) * hoursPerMonth,
    },
    { service: 'AWS Lambda', price: 'lambdaRequest', quantity: scheduledRuns(resources.of('AWS::Events::Rule')) },
    { service: 'Amazon VPC', price: 'interfaceEndpoint', quantity: sum(endpointZones) * hoursPerMonth },
    { service: 'Amazon VPC', price: 'natGateway', quantity: count('AWS::EC2::NatGateway') * hoursPerMonth },
    { service: 'AWS WAF', price: 'webAcl', quantity: webAcls.length },
    { service: 'AWS WAF', price: 'webAclRule', quantity: sum(webAcls.map(({ Rules }) => list(Rules).length)) },
    { service: 'AWS Secrets Manager', price: 'secret', quantity: count('AWS::SecretsManager::Secret') },
    { service: 'AWS KMS', price: 'key', quantity: count('AWS::KMS::Key') },
    {
      ...{ service: 'Amazon CloudWatch', price: 'alarm' },
      quantity: sum(resources.of('AWS::CloudWatch::Alarm').map(alarmMetrics)),
    },
    { service: 'Amazon CloudWatch', price: 'dashboard', quantity: count('AWS::CloudWatch::Dashboard') },
  ];
};

/** Memory of a stage's functions, which all have the same. */
export const functionMemoryMb = (templates: readonly Template[]): number =>
  Math.max(
    ...resourcesIn(templates)
      .of('AWS::Lambda::Function')
      .map((values) => new Properties(values).number('MemorySize') ?? 128),
  );
