import { describe, expect, it } from 'vitest';
import { embeddedMetrics } from '../../../../localstack/observability/embedded-metrics.ts';
import { MetricsRegistry } from '../../../../localstack/observability/metrics-registry.ts';

/** A line as Powertools writes it. */
const line = (metrics: Readonly<Record<string, string>>, values: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    _aws: {
      Timestamp: 1_795_337_161_084,
      CloudWatchMetrics: [
        {
          Namespace: 'orderstream',
          Dimensions: [['service', 'function_name']],
          Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
        },
      ],
    },
    service: 'order',
    function_name: 'order-saga',
    ...values,
  });

describe('metrics embedded in a log line', () => {
  it('are read with their units, dimensions and values', () => {
    const text = line(
      { RecordsReceived: 'Count', TimeToPaid: 'Milliseconds' },
      { RecordsReceived: 3, TimeToPaid: [5, 7] },
    );
    const dimensions = { service: 'order', function_name: 'order-saga' };
    expect(embeddedMetrics(text)).toEqual([
      { name: 'RecordsReceived', unit: 'Count', dimensions, values: [3] },
      { name: 'TimeToPaid', unit: 'Milliseconds', dimensions, values: [5, 7] },
    ]);
  });

  it.each([
    'START RequestId: 1',
    '{"_aws": broken',
    '{"message":"_aws","_aws":null}',
    '{"_aws":{"CloudWatchMetrics":"none"}}',
    '["_aws"]',
    line({ Missing: 'Count' }, {}),
  ])('are none in %s', (text) => {
    expect(embeddedMetrics(text).flatMap(({ values }) => values)).toEqual([]);
  });
});

describe('the registry', () => {
  it('counts counts, and keeps distributions of times in seconds and of sizes', async () => {
    const registry = new MetricsRegistry();
    const units = { RecordsReceived: 'Count', TimeToPaid: 'Milliseconds', LagSeconds: 'Seconds', BatchSize: 'None' };
    registry.record('f', line(units, { RecordsReceived: 3, TimeToPaid: [100, 2_000], LagSeconds: 0.2, BatchSize: 3 }));
    registry.record('f', line({ RecordsReceived: 'Count' }, { RecordsReceived: 4 }));
    registry.record('f', 'no metrics here');
    const text = await registry.text();
    const labels = 'function_name="order-saga",service="order"';
    for (const expected of [
      `orderstream_records_received_total{${labels}} 7`,
      `orderstream_time_to_paid_seconds_bucket{le="0.1",${labels}} 1`,
      `orderstream_time_to_paid_seconds_sum{${labels}} 2.1`,
      `orderstream_lag_seconds_count{${labels}} 1`,
      `orderstream_batch_size_bucket{le="5",${labels}} 1`,
      '# TYPE orderstream_records_received_total counter',
    ]) {
      expect(text.split('\n')).toContain(expected);
    }
    expect(registry.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it('names the function where the line does not, and takes lines of a metric with other dimensions', async () => {
    const registry = new MetricsRegistry();
    const bare = line({ Breaks: 'Count' }, { Breaks: 1, function_name: undefined }).replace(',"function_name"]]', ']]');
    registry.record('payment-charge', bare.replace('"function_name"', '"service"'));
    registry.record('payment-charge', line({ Breaks: 'Count' }, { Breaks: 2 }).replace('"function_name"]', '"state"]'));
    expect(await registry.text()).toContain(
      'orderstream_breaks_total{function_name="payment-charge",service="order"} 3',
    );
  });
});
