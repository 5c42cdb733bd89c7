import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TraceLog } from '../../../../localstack/observability/trace-log.ts';

const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';
const event = (digit: string): string => `${digit.repeat(8)}-0000-5000-8000-000000000000`;
const span = (digit: string): string => `${digit.repeat(8)}00005000`;

const decided = (second: number, parent: string, events: readonly string[], more: object = {}): string =>
  JSON.stringify({
    ...{
      level: 'INFO',
      message: 'Decided',
      timestamp: `2026-11-22T06:00:0${second}.000Z`,
      trace_id,
      outcome: 'emitted',
    },
    ...{ parent_span_id: parent, span_id: events[0]?.replaceAll('-', '').slice(0, 16), events, order_id: 'o' },
    ...more,
  });
const answered = JSON.stringify({
  ...{ level: 'INFO', message: 'Request answered', timestamp: '2026-11-22T06:00:00.000Z', trace_id, status: 201 },
  ...{ route: 'POST /orders', function_request_id: '740f66fe-c843-4afb-a65f-585700b7e411', cold_start: false },
});

describe('the traces', () => {
  let folder: string;
  let traces: TraceLog;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'traces-'));
    traces = new TraceLog(join(folder, 'traces.jsonl'));
  });
  afterEach(async () => {
    await traces.close();
    await rm(folder, { recursive: true });
  });

  it('are spans in the order of time, each a child of the one that emitted its event', async () => {
    // The ledger emitted two events in one span; the saga follows on the second. The lines come as the functions end.
    traces.record('order-saga', decided(3, span('c'), [event('d')]));
    traces.record('inventory-ledger', decided(2, span('a'), [event('b'), event('c')]));
    traces.record('inventory-router', decided(1, span('0'), [event('a')]));
    traces.record('order-intake', answered);
    traces.record('order-intake', 'START RequestId: 1');
    traces.record('order-intake', '{"message":"Decided", broken');
    traces.record(
      'order-saga',
      decided(1, span('0'), [event('f')], { trace_id: 'f'.repeat(32), correlation_id: trace_id }),
    );
    const spans = await traces.spansOf(trace_id);
    expect(spans.map(({ name, span_id, parent_span_id }) => [name, span_id, parent_span_id])).toEqual([
      ['order-intake', '740f66fec8434afb', undefined],
      ['inventory-router', span('a'), '740f66fec8434afb'],
      ['inventory-ledger', span('b'), span('a')],
      ['order-saga', span('d'), span('b')],
    ]);
    expect(spans[0]).toMatchObject({ route: 'POST /orders', status: 201 });
    expect(spans[3]).toMatchObject({ order_id: 'o', outcome: 'emitted', events: [event('d')] });
    expect(spans[0]).not.toHaveProperty('cold_start');
  });

  it('are none of an unknown order', async () => {
    expect(await traces.spansOf(trace_id)).toEqual([]);
  });

  it('are still there for the next platform on the folder', async () => {
    traces.record('order-intake', answered);
    await traces.close();
    traces = new TraceLog(join(folder, 'traces.jsonl'));
    expect(await traces.spansOf(trace_id)).toHaveLength(1);
  });
});
