import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';
import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  ParentBasedSampler,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { ConsumerRunConfig, IHeaders, Kafka, KafkaMessage, Message, Producer } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kafkaEvents } from '../../../functions/shared/runtime/kafka/kafka-events.ts';
import type { OutgoingRecord } from '../../../functions/shared/runtime/kafka/outgoing-record.ts';
import { spanIdOf, traceparentOf } from '../../../functions/shared/runtime/telemetry/trace-context.ts';
import type { OrderCreated } from '../../../schemas/generated/types.ts';
import { validateOrderCreated } from '../../../schemas/generated/validators.js';
import { copyOf, traceOfEvent, traceOfRecord } from '../../clients/trace-context.ts';
import { OnePartitionCluster } from '../../support/fakes/one-partition-cluster.ts';

const root = new URL('../../../', import.meta.url);
const textAt = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const created: OrderCreated = JSON.parse(textAt('schemas/examples/orders.created/order-created.json'));
const ours = { traceId: created.trace_id, spanId: spanIdOf(created.event_id) };
const foreign = 'vendor=of-another-trace';

const topic = 'orders.created';
const copies = 'copies';
const exporter = new InMemorySpanExporter();
const tracing = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
const instrumentation = new KafkaJsInstrumentation();

/** What the platform emits for the event. */
const emitted = async (): Promise<OutgoingRecord> => {
  const sent: OutgoingRecord[] = [];
  const producer = { send: async (records: readonly OutgoingRecord[]) => void sent.push(...records) };
  await kafkaEvents(producer as never, { ORDER_CREATED: validateOrderCreated }).emit([created], Infinity as never);
  const [record] = sent;
  if (record === undefined) throw new Error('The platform emitted nothing');
  return record;
};

/** A client as applications have it, required after the instrumentation was registered. */
const instrumentedClient = (cluster: OnePartitionCluster): Kafka => {
  const kafkajs: typeof import('kafkajs') = createRequire(import.meta.url)('kafkajs');
  const kafka = new kafkajs.Kafka({ brokers: ['none:9092'], logLevel: kafkajs.logLevel.NOTHING });
  cluster.serve(kafka);
  return kafka;
};

const spanNamed = (name: string): ReadableSpan => {
  const found = exporter.getFinishedSpans().filter((span) => span.name === name);
  expect(found.map((span) => span.name)).toEqual([name]);
  return found[0] as ReadableSpan;
};

const textOf = (headers: IHeaders | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));

const traceparentOfSpan = (span: ReadableSpan): string =>
  `00-${span.spanContext().traceId}-${span.spanContext().spanId}-01`;

/** A span of the application's own, as its handler starts one. */
const work = (): void => trace.getTracer('application').startActiveSpan('work', (span: Span) => span.end());

let cluster: OnePartitionCluster;
let kafka: Kafka;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracing);
  instrumentation.setTracerProvider(tracing);
});

afterAll(() => {
  instrumentation.disable();
  trace.disable();
  propagation.disable();
  context.disable();
});

beforeEach(async () => {
  cluster = new OnePartitionCluster();
  kafka = instrumentedClient(cluster);
  const { key, value, headers } = await emitted();
  cluster.append(topic, { key, value, headers });
});

afterEach(() => exporter.reset());

/** Runs an instrumented consumer until its handler has had the record, and its spans have ended. */
const consume = async (handler: (handled: () => void) => ConsumerRunConfig): Promise<void> => {
  const consumer = kafka.consumer({ groupId: 'others', maxWaitTimeInMs: 5 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  try {
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload: { error } }) => reject(error));
      consumer.run(handler(resolve)).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
};

const received = (): KafkaMessage => {
  const [message] = cluster.records(topic);
  if (message === undefined) throw new Error('No record');
  return message;
};

describe('a consumer that OpenTelemetry instruments', () => {
  it('continues our trace in eachMessage by itself', async () => {
    await consume((handled) => ({
      eachMessage: async () => {
        work();
        handled();
      },
    }));

    const processed = spanNamed(`process ${topic}`);
    expect(processed.kind).toBe(SpanKind.CONSUMER);
    expect(processed.spanContext().traceId).toBe(ours.traceId);
    expect(processed.parentSpanContext).toMatchObject({ ...ours, isRemote: true });
    expect(spanNamed('work').parentSpanContext).toMatchObject(processed.spanContext());
  });

  it('only links to our trace in eachBatch, whose handler is in the trace of the poll', async () => {
    await consume((handled) => ({
      eachBatch: async () => {
        work();
        handled();
      },
    }));

    const polled = spanNamed(`poll ${topic}`);
    const processed = spanNamed(`process ${topic}`);
    expect(polled.parentSpanContext).toBeUndefined();
    expect(polled.spanContext().traceId).not.toBe(ours.traceId);
    expect(processed.parentSpanContext).toMatchObject(polled.spanContext());
    expect(processed.links.map((link) => link.context)).toMatchObject([ours]);
    expect(spanNamed('work').parentSpanContext).toMatchObject(polled.spanContext());
  });

  it.each([
    ['its record', traceOfRecord],
    ['the event', ({ value }: KafkaMessage) => traceOfEvent(JSON.parse(String(value)))],
  ])('continues our trace in eachBatch when it takes it from %s', async (_, traceOf) => {
    await consume((handled) => ({
      eachBatch: async ({ batch }) => {
        for (const message of batch.messages) context.with(traceOf(message), work);
        handled();
      },
    }));

    expect(spanNamed('work').parentSpanContext).toMatchObject({ ...ours, isRemote: true });
  });

  it('finds no trace in headers as kafkajs hands them over: the conversion is not in vain', () => {
    const found = propagation.extract(ROOT_CONTEXT, received().headers);
    expect(trace.getSpanContext(found)).toBeUndefined();
    expect(trace.getSpanContext(traceOfRecord(received()))).toMatchObject(ours);
  });

  it('records every trace of ours, unless its sampler is set otherwise for remote parents', () => {
    const off = new AlwaysOffSampler();
    const records = (sampler: ParentBasedSampler): boolean =>
      new TracerProvider({ sampler })
        .getTracer('application')
        .startSpan('work', {}, traceOfRecord(received()))
        .isRecording();
    expect(records(new ParentBasedSampler({ root: off }))).toBe(true);
    expect(records(new ParentBasedSampler({ root: off, remoteParentSampled: off }))).toBe(false);
  });

  it('starts a trace of its own for a record without one', () => {
    context.with(traceOfRecord({ headers: {} }), work);
    expect(spanNamed('work').parentSpanContext).toBeUndefined();
  });
});

describe('a producer that OpenTelemetry instruments', () => {
  let producer: Producer;
  const send = (message: Message) => producer.send({ topic: copies, messages: [message] });
  const written = (): Record<string, string> => textOf(cluster.records(copies)[0]?.headers);

  beforeEach(async () => {
    producer = kafka.producer();
    await producer.connect();
  });

  afterEach(() => producer.disconnect());

  it('replaces our traceparent, in the record that it was given too, and keeps a tracestate that is there', async () => {
    const { key, value, headers } = received();
    const message = { key, value, headers: { ...headers, tracestate: foreign } };
    await send(message);

    const itsOwn = traceparentOfSpan(spanNamed(`send ${copies}`));
    expect(itsOwn).not.toContain(ours.traceId);
    expect(written()).toMatchObject({ traceparent: itsOwn, tracestate: foreign });
    expect(textOf(message.headers)).toMatchObject({ traceparent: itsOwn });
  });

  it('leaves the event as it is, by which our trace is found all the same', async () => {
    await send({ ...received() });
    const [copied] = cluster.records(copies);
    expect(written()['traceparent']).not.toBe(traceparentOf(created));
    expect(trace.getSpanContext(traceOfEvent(JSON.parse(String(copied?.value))))).toMatchObject(ours);
  });

  it('throws on a frozen record, before anything is sent', async () => {
    const frozen: Message = Object.freeze({ ...copyOf(received()) });
    expect(() => send(frozen)).toThrow(TypeError);
    expect(cluster.records(copies)).toEqual([]);
  });

  it('continues our trace with a copy that is sent in it, and what was received stays as it was', async () => {
    const message = received();
    const { headers } = message;
    message.headers = Object.freeze({ ...headers, tracestate: Buffer.from(foreign) });
    await context.with(traceOfRecord(message), () => send(copyOf(message)));

    const sent = spanNamed(`send ${copies}`);
    expect(sent.parentSpanContext).toMatchObject(ours);
    expect(sent.spanContext().traceId).toBe(ours.traceId);
    expect(written()).toEqual({ ...textOf(headers), traceparent: traceparentOfSpan(sent) });
    expect(textOf(message.headers)).toEqual({ ...textOf(headers), tracestate: foreign });
  });
});

it('is what the page for consumers shows', () => {
  expect(textAt('docs/kafka.md')).toContain(`\`\`\`ts\n${textAt('test/clients/trace-context.ts')}\`\`\``);
});
