// Also tests lib/constructs/monitoring
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../lib/config/deployment.ts';
import { onCallAddress } from '../../lib/config/on-call.ts';
import { burns, slos } from '../../lib/config/slos.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { EmittedMetrics } from '../../lib/constructs/monitoring/emitted-metrics.ts';
import { OnCallTopic } from '../../lib/constructs/monitoring/on-call-topic.ts';
import { runbookAnchor } from '../../lib/constructs/monitoring/runbook-anchor.ts';
import { type Topic, topics } from '../../schemas/catalogue.ts';
import { functionNames } from '../../schemas/functions/functions.ts';
import { type MetricName, metrics } from '../../schemas/metrics.ts';
import { synthesise } from '../support/synthesised-app.ts';

/** With Stripe: the stage in which all functions and alarms are. */
const payment = { ...stageConfig('prod').payment, gateway: 'stripe' } as const;
const { templates, dependencies } = synthesise({ stage: 'prod', config: { payment } });
const template = templates.observability;
const properties = (type: string): readonly Record<string, unknown>[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly MetricStat?: {
      readonly Period: number;
      readonly Stat: string;
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
      };
    };
  }[];
}
const alarms = properties('AWS::CloudWatch::Alarm') as unknown as readonly Alarm[];
const composites = properties('AWS::CloudWatch::CompositeAlarm') as unknown as readonly (Pick<
  Alarm,
  'AlarmName' | 'AlarmDescription' | 'AlarmActions' | 'OKActions'
> & { readonly AlarmRule: unknown })[];
const alarmNamed = (name: string): Alarm => {
  const found = alarms.find(({ AlarmName }) => AlarmName === `orderstream-prod-${name}`);
  if (found === undefined) throw new Error(`There is no alarm ${name}`);
  return found;
};
const statsOf = ({ Metrics = [] }: Alarm) => Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);

const headings = readFileSync(new URL('../../docs/runbooks.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => (line.startsWith('### ') ? [line.slice('### '.length)] : []));

describe('alarms', () => {
  const described = [...alarms, ...composites];
  const anchorIn = ({ AlarmDescription }: { readonly AlarmDescription: string }) =>
    / What to do: (docs\/runbooks\.md#[\w-]+)$/.exec(AlarmDescription)?.[1];

  it('each name a runbook that is written', () => {
    const written = headings.map(runbookAnchor);
    expect(described.length).toBeGreaterThan(200);
    for (const alarm of described) expect(written).toContain(anchorIn(alarm));
  });

  it('are there for every runbook', () => {
    const used = new Set(described.map(anchorIn));
    expect(headings.filter((heading) => !used.has(runbookAnchor(heading)))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
  });

  it('have names of their own', () => {
    const names = [...alarms.map(({ AlarmName }) => AlarmName), ...composites.map(({ AlarmName }) => AlarmName)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('notify the on-call topic when they begin and when they end, but for parts of others', () => {
    const rules = JSON.stringify(composites.map(({ AlarmRule }) => AlarmRule));
    const topic = [{ Ref: Object.keys(template.findResources('AWS::SNS::Topic'))[0] }];
    const ids = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
    const parts = ids.filter(([id]) => rules.includes(`"${id}"`)).map(([, { Properties }]) => Properties.AlarmName);
    expect(parts).toHaveLength(Object.keys(slos).length * burns.length * 2);
    for (const { AlarmName, AlarmActions, OKActions } of alarms) {
      const expected = parts.includes(AlarmName) ? undefined : topic;
      expect([AlarmActions, OKActions]).toEqual([expected, expected]);
    }
    for (const { AlarmActions, OKActions } of composites) expect([AlarmActions, OKActions]).toEqual([topic, topic]);
  });

  it('stay within what CloudWatch takes: ten metrics, and a day to look back', () => {
    for (const alarm of alarms) {
      const stats = statsOf(alarm);
      expect(stats.length).toBeLessThanOrEqual(10);
      for (const { Period } of stats) expect(Period * alarm.EvaluationPeriods).toBeLessThanOrEqual(86_400);
    }
  });

  it('watch every consumer group', () => {
    for (const { consumers } of Object.values<Topic>(topics)) {
      for (const { group } of consumers) {
        const name = group.replaceAll('.', '-');
        for (const what of ['lags', 'stands-still', 'gives-up', 'loses']) alarmNamed(`${name}-${what}`);
      }
    }
    const mappings = Object.keys(templates.services.findResources('AWS::Lambda::EventSourceMapping'));
    expect(alarms.filter(({ AlarmName }) => AlarmName.endsWith('-loses'))).toHaveLength(mappings.length);
  });

  it('watch every function and every schedule', () => {
    const rules = Object.keys(templates.services.findResources('AWS::Events::Rule'));
    expect(alarms.filter(({ AlarmName }) => AlarmName.endsWith('-does-not-run'))).toHaveLength(rules.length);
    expect(alarmNamed('order-sweep-does-not-run')).toMatchObject({ TreatMissingData: 'breaching', Threshold: 0 });
    // Clients have keys in this stage: the authorizer is never invoked.
    for (const name of functionNames.filter((one) => one !== 'ops/authorizer')) {
      for (const what of ['fails', 'is-throttled', 'is-slow']) alarmNamed(`${name.replaceAll('/', '-')}-${what}`);
    }
  });

  it('watch every broker', () => {
    for (const broker of [1, 2, 3, 4, 5, 6]) {
      for (const what of ['fills-up', 'is-busy', 'is-under-replicated', 'refuses-writes'])
        alarmNamed(`kafka-broker-${broker}-${what}`);
    }
    expect(alarms.filter(({ AlarmName }) => AlarmName.includes('kafka-broker-7'))).toEqual([]);
  });

  it('hold back no deployment but that of the mappings, whose names only AWS knows', () => {
    expect(dependencies.observability).toEqual(['orderstream-prod-services']);
  });
});

describe('promises', () => {
  it.each(Object.entries(slos))('%s: its budget may not be used up too fast', (name, { objective }) => {
    for (const { name: speed, rate, longMinutes, shortMinutes } of burns) {
      for (const [part, minutes] of [
        ['long', longMinutes],
        ['short', shortMinutes],
      ] as const) {
        const alarm = alarmNamed(`${name}-${speed}-${part}`);
        expect(alarm.Threshold).toBeCloseTo(rate * (1 - objective) * 100, 6);
        for (const { Period } of statsOf(alarm)) expect(Period).toBe(minutes * 60);
      }
      const whole = composites.find((one) => one.AlarmName === `orderstream-prod-${name}-${speed}`);
      expect(JSON.stringify(whole?.AlarmRule)).toMatch(/ALARM.* AND ALARM/);
    }
  });

  it('are looked at over an hour and over six, and just now', () => {
    expect(burns.map(({ longMinutes, shortMinutes }) => [longMinutes, shortMinutes])).toEqual([
      [60, 5],
      [360, 30],
    ]);
  });

  it('count how many were late', () => {
    const stats = statsOf(alarmNamed('orders-are-paid-in-time-fast-long')).map(({ Stat }) => Stat);
    expect(new Set(stats)).toEqual(new Set(['SampleCount', 'TC(60000:)']));
  });
});

describe('metrics of our own', () => {
  const functionsOf = (name: string): readonly string[] =>
    Object.hasOwn(metrics, name)
      ? metrics[name as MetricName].map((emitter) => `orderstream-prod-${emitter.replace('/', '-')}`)
      : [];
  const boards = properties('AWS::CloudWatch::Dashboard').map(({ DashboardBody }) =>
    JSON.stringify(DashboardBody).replaceAll('\\', ''),
  );
  const shown = boards.flatMap((body) => [
    ...[...body.matchAll(/\["orderstream","(\w+)",([^\]{]*)/g)].map(([, name = '', rest = '']) => ({
      name,
      of: /"function_name","([\w-]+)"/.exec(rest)?.[1],
    })),
    ...[...body.matchAll(/MetricName="(Re\w+)" service="\w+" function_name="([\w-]+)"/g)].map(([, name = '', of]) => ({
      name,
      of,
    })),
  ]);
  const watched = alarms.flatMap((alarm) =>
    statsOf(alarm)
      .filter(({ Metric }) => Metric.Namespace === 'orderstream')
      .map(({ Metric }) => ({
        name: Metric.MetricName,
        of: Metric.Dimensions.find(({ Name }) => Name === 'function_name')?.Value,
      })),
  );

  it('are emitted by whom a board or an alarm expects them from', () => {
    expect(shown.length).toBeGreaterThan(40);
    expect(watched.length).toBeGreaterThan(20);
    for (const { name, of } of [...shown, ...watched]) expect(functionsOf(name)).toContain(of);
  });

  it.each(['OrdersAccepted', 'TimeToPaid', 'Revenue', 'StockOuts', 'OrdersStuck', 'LagSeconds', 'BatchSize'])(
    '%s is on a board',
    (name) => expect(shown.map((one) => one.name)).toContain(name),
  );

  it.each(['OrdersStuck', 'StatementDifferences', 'FreshnessSeconds', 'LostRecords', 'RecordsMisplaced'])(
    '%s raises an alarm',
    (name) => expect(watched.map((one) => one.name)).toContain(name),
  );

  it('are refused for a function that does not emit them', () => {
    const deployment = { stage: 'prod', config: stageConfig('prod') } as unknown as Deployment;
    const ask = () => new EmittedMetrics(deployment).of('OrdersAccepted', 'order/saga', { statistic: 'Sum' });
    expect(ask).toThrow('order/saga does not emit OrdersAccepted');
  });
});

describe('the on-call engineer', () => {
  const observabilityWith = (address: string | undefined): Template => {
    const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack');
    const deployment = { stage: 'prod', config: stageConfig('prod') } as unknown as Deployment;
    new OnCallTopic(stack, 'OnCall', { deployment, address });
    return Template.fromStack(stack);
  };

  it('is notified by mail where the context names an address', () => {
    observabilityWith(onCallAddress('ada@example.com')).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ada@example.com',
    });
    observabilityWith(onCallAddress(undefined)).resourceCountIs('AWS::SNS::Subscription', 0);
    expect(() => onCallAddress('ada')).toThrow('"ada" is not a mail address');
  });

  it('is notified through an encrypted topic that alarms of this account can write to', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    const condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Action: 'sns:Publish', Principal: cloudWatch, Condition: condition }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Principal: cloudWatch,
            Condition: condition,
          }),
        ]),
      },
    });
  });
});
