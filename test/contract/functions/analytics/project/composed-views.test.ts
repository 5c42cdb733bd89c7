import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { projectConsumer } from '../../../../../functions/analytics/project/project.consumer.ts';
import type { ProjectEnvironment } from '../../../../../functions/analytics/project/project.env.ts';
import { queryRoutes } from '../../../../../functions/analytics/query/query.routes.ts';
import { batch } from '../../../../../functions/shared/runtime/idioms/batch.ts';
import { noDeadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import envelope from '../../../../../schemas/envelope.json' with { type: 'json' };
import { eventsOf } from '../../../../support/analytics-events.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import {
  RecordingDeadLetters,
  RecordingEvents,
  RecordingLastErrors,
  silentObserver,
} from '../../../../support/fakes/recording-sinks.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { kafkaEvent } from '../../../../support/kafka-event.ts';

const topic = 'orders.created';
const clock = new FixedClock('2026-11-22T06:30:00.000Z');

const { client, newTable } = dynamodbLocal();
/** Rows by view whose next write fails with a defect. */
let defects: string[] = [];
beforeAll(async () => {
  client.middlewareStack.add(
    (next) => async (args) => {
      const { Key } = args.input as { readonly Key?: { readonly view?: string } };
      const place = defects.findIndex((view) => Key?.view?.startsWith(view));
      if (place >= 0) {
        defects.splice(place, 1);
        throw new TypeError('A defect that is mended later');
      }
      return next(args);
    },
    { step: 'initialize' },
  );
});

let environment: ProjectEnvironment;
let deadLetters: RecordingDeadLetters;
/** The records of the topic, all acknowledged. */
let end: number;
beforeEach(async () => {
  environment = { VIEWS_TABLE: await newTable('views'), SEEN_TABLE: await newTable('seen') };
  deadLetters = new RecordingDeadLetters();
  end = 0;
});

/** A batch of the next records of a partition, as its event source delivers it. */
const deliver = async (...events: readonly CountedEvent[]): Promise<void> => {
  const { accept, idiom, deadLetters: observing = (sink) => sink } = projectConsumer({ client, clock, environment });
  const sinks = {
    events: new RecordingEvents(),
    deadLetters: observing(deadLetters),
    observer: silentObserver,
    lastErrors: new RecordingLastErrors(),
  };
  const records = events.map((value, index) => ({ partition: 3, offset: end + index, value }));
  const answer = await batch({ accept, idiom, ...sinks })(kafkaEvent(topic, records), noDeadline);
  expect(answer.batchItemFailures).toEqual([]);
  end += events.length;
};

const ask = async (route: 'GET /admin/analytics' | 'GET /admin/analytics/health'): Promise<string> => {
  const positions = {
    read: async () => [{ topic, partition: 3, first: 0, end, acknowledged: end, lost: 0 }],
    waitingSince: async () => 0,
  };
  const routes = queryRoutes({ client, clock, environment }, { positions });
  return (await routes[route]?.(httpRequestOf({})))?.body ?? '';
};

const order = (name: string, unit_price = 250) =>
  eventsOf({ name, at: '2026-11-22T06:00:00.000Z', lines: [{ sku: 'A', qty: 1, unit_price }] }).created();

describe('the composed views', () => {
  it('sum the highest amounts without loss, and dead-letter none of them', async () => {
    const highest = envelope.definitions.Amount.maximum;
    await deliver(order('one', highest), order('two', highest), order('three', highest));
    expect(deadLetters.letters).toEqual([]);
    expect(await ask('GET /admin/analytics')).toContain(`"revenue":{"GBP":${BigInt(highest) * 3n}}`);
  });

  const lost = order('two');
  const deadLetter = async () => {
    await deliver(order('one'));
    defects = ['skus|'];
    await deliver(lost);
    expect(deadLetters.letters).toHaveLength(1);
  };

  it('count a replayed dead letter once in every row', async () => {
    await deadLetter();
    await deliver(lost);
    await deliver(lost);
    const { totals, top_skus } = JSON.parse(await ask('GET /admin/analytics'));
    expect(top_skus).toMatchObject([{ sku: 'A', units: 2, revenue: { GBP: 500 } }]);
    expect(totals).toMatchObject({ accepted: 2 });
  });

  it('are incomplete until a dead letter is replayed', async () => {
    await deadLetter();
    expect(JSON.parse(await ask('GET /admin/analytics/health'))).toMatchObject({ complete: false });
    await deliver(lost);
    expect(JSON.parse(await ask('GET /admin/analytics/health'))).toMatchObject({ complete: true });
  });
});
