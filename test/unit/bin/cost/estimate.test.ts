import { describe, expect, it } from 'vitest';
import { eventPollerUnits, functionMemoryMb, scheduledRuns } from '../../../../bin/cost/capacity.ts';
import { compare } from '../../../../bin/cost/estimate.ts';
import measured from '../../../../bin/cost/measured-usage.json' with { type: 'json' };
import type { Template } from '../../../../localstack/template/template.ts';

const mapping = (pollers: number, group?: string) => ({
  ProvisionedPollerConfig: { MinimumPollers: pollers, ...(group !== undefined && { PollerGroupName: group }) },
});

const resource = (Type: string, Properties: Readonly<Record<string, unknown>> = {}) => ({ Type, Properties });

const template: Template = {
  Resources: {
    Cluster: resource('AWS::MSK::Cluster', {
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: { InstanceType: 'kafka.m7g.large', StorageInfo: { EBSStorageInfo: { VolumeSize: 100 } } },
    }),
    Function: resource('AWS::Lambda::Function', { MemorySize: 1_024 }),
    Mapping: resource('AWS::Lambda::EventSourceMapping', mapping(1, 'all')),
    Rule: resource('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' }),
    Endpoint: resource('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b', 'c'] }),
    Gateway: resource('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }),
    Secret: resource('AWS::SecretsManager::Secret'),
    Alarm: resource('AWS::CloudWatch::Alarm', {
      Metrics: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'a' }],
    }),
  },
};

const request = {
  templates: [template],
  measured: measured.usage,
  ordersPerMonth: 1_000_000,
  linesPerOrder: 3,
  statusRequests: 1,
};

describe('capacity', () => {
  it('shares poller units within a group alone', () => {
    expect(eventPollerUnits([])).toBe(0);
    expect(eventPollerUnits(Array.from({ length: 19 }, () => mapping(1, 'all')))).toBe(2);
    expect(eventPollerUnits([mapping(1), mapping(1), mapping(11)])).toBe(4);
    expect(eventPollerUnits([{}])).toBe(0);
  });

  it('counts the runs of schedules', () => {
    const rules = ['rate(1 minute)', 'rate(5 minutes)', 'rate(1 day)', 'cron(0 12 * * ? *)'];
    expect(scheduledRuns(rules.map((ScheduleExpression) => ({ ScheduleExpression })))).toBeCloseTo(
      43_800 + 8_760 + 30.4,
      0,
    );
  });

  it('knows the memory of the functions', () => {
    expect(functionMemoryMb([template])).toBe(1_024);
  });

  it('refuses a broker type without a price', () => {
    const other = { ...template.Resources['Cluster']?.Properties, BrokerNodeGroupInfo: { InstanceType: 'kafka.x' } };
    const templates = [{ Resources: { Cluster: resource('AWS::MSK::Cluster', other) } }];
    expect(() => compare({ ...request, templates })).toThrow('kafka.x');
  });
});

describe('an estimate', () => {
  const { orderstream, stepFunctions, breakEvenOrders } = compare(request);

  it('pays the capacity in any month', () => {
    const kafka = 6 * 730 * 0.204 + 6 * 100 * 0.1;
    expect(orderstream.month.byService['Amazon MSK']).toBeCloseTo(kafka);
    expect(orderstream.month.byService['Amazon VPC']).toBeCloseTo(3 * 730 * 0.01);
    const runs = (43_800 * 0.2) / 1e6;
    expect(orderstream.idle).toBeCloseTo(kafka + 3 * 730 * 0.01 + 730 * 0.185 + runs + 0.4 + 2 * 0.1);
  });

  it('pays the orders by their number', () => {
    const more = compare({ ...request, ordersPerMonth: 2_000_000 }).orderstream;
    expect(more.nextMillionOrders).toBeCloseTo(orderstream.nextMillionOrders);
    expect(more.month.usd - more.idle).toBeCloseTo(2 * orderstream.nextMillionOrders);
    expect(more.perMillionOrders).toBeLessThan(orderstream.perMillionOrders);
    expect(orderstream.perMillionOrders).toBeCloseTo(orderstream.month.usd);
  });

  it('counts one API request an order, and one for each status poll', () => {
    const requests = (statusRequests: number): number | undefined =>
      compare({ ...request, statusRequests }).orderstream.month.lines.find(({ price }) => price === 'apiRequest')
        ?.quantity;
    expect([requests(0), requests(1), requests(4)]).toEqual([1_000_000, 2_000_000, 5_000_000]);
  });

  it('compares with a workflow that has neither brokers nor pollers, and pays for every state', () => {
    expect(stepFunctions.month.byService).not.toHaveProperty('Amazon MSK');
    expect(stepFunctions.month.lines.map(({ price }) => price)).not.toContain('eventPollerUnit');
    // 1 + 3 lines reserved, 4 steps, 1 + 3 lines committed, 3 notified.
    expect(stepFunctions.month.byService['AWS Step Functions']).toBeCloseTo(15 * 25);
    // 9 facts for two queues and 2 mails, each sent, and received and deleted by the ten.
    expect(stepFunctions.month.byService['Amazon SQS']).toBeCloseTo(20 * 1.2 * 0.4);
  });

  it('breaks even where both cost the same', () => {
    expect(breakEvenOrders).toBeGreaterThan(0);
    const at = compare({ ...request, ordersPerMonth: breakEvenOrders ?? 0 });
    const before = compare({ ...request, ordersPerMonth: Math.floor((breakEvenOrders ?? 0) * 0.99) });
    expect(at.orderstream.month.usd).toBeLessThanOrEqual(at.stepFunctions.month.usd);
    expect(before.orderstream.month.usd).toBeGreaterThan(before.stepFunctions.month.usd);
  });
});
