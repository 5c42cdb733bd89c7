// Also tests functions/analytics/model
import { describe, expect, it } from 'vitest';
import { correctViews, recountViews } from '../../../../../bin/views/rebuild.ts';
import { analyticsLines } from '../../../../../bin/views/view-lines.ts';
import type { ExactAnalytics } from '../../../../../functions/analytics/model/figures-domain.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { analyticsRoute } from '../../../../../functions/analytics/query/query.http.ts';
import { parseExactJson } from '../../../../../functions/shared/kernel/exact-json.ts';
import envelope from '../../../../../schemas/envelope.json' with { type: 'json' };
import { validateAnalytics } from '../../../../../schemas/generated/validators.js';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';

const { Amount, Quantity } = envelope.definitions;
const clock = new FixedClock('2026-11-22T07:00:00.000Z');

/** Orders of the highest amount that intake accepts. */
const orders = [0, 1, 2].map((index) =>
  eventsOf({
    name: `order ${index}`,
    at: `2026-11-22T06:0${index}:00.000Z`,
    currency: 'IDR',
    lines: [{ sku: 'A', qty: 1, unit_price: Amount.maximum }],
  }),
);
const [first] = orders;
const log: Readonly<Record<string, readonly CountedEvent[]>> = {
  'orders.created': orders.map((order) => order.created()),
  'payments.completed': [...orders.map((order) => order.paid(500)), ...(first ? [first.refunded(900)] : [])],
};

const given = async () => {
  const views = new InMemoryViews();
  for (const [topic, events] of Object.entries(log)) {
    const received = events.map((event, offset) => receivedAt({ topic, partition: 0, offset }, event));
    expect(await project({ store: views })(received)).toEqual({ emit: [], failed: [], rejected: [] });
  }
  return views;
};

const eventLog = {
  positions: async () =>
    Object.entries(log).map(([topic, { length }]) => ({
      ...{ topic, partition: 0, first: 0, end: length, acknowledged: length },
    })),
  read: async (_ranges: unknown, onRecord: Parameters<Parameters<typeof recountViews>[0]['log']['read']>[1]) => {
    for (const [topic, events] of Object.entries(log)) {
      for (const [offset, event] of events.entries()) {
        onRecord({ topic, partition: 0, offset, value: Buffer.from(JSON.stringify(event)) });
      }
    }
  },
};

const ask = async (views: InMemoryViews) => {
  const { body } = await analyticsRoute({ views, clock })(httpRequestOf({ query: {} }));
  expect(validateAnalytics(JSON.parse(body))).toBeNull();
  return { body, answer: parseExactJson(body) as ExactAnalytics };
};

describe('sums of the views', () => {
  it('exceed the safe integers with the second order of the highest amount', () => {
    expect(Number.isSafeInteger(Amount.maximum)).toBe(true);
    expect(Number.isSafeInteger(2 * Amount.maximum)).toBe(false);
  });

  it('fit DynamoDB’s 38 digits for any possible number of orders', () => {
    // A line's worth, of an event that is valid by its schema, times a million orders a second for a month.
    const line = BigInt(Quantity.maximum) * BigInt(Amount.maximum);
    const month = 31n * 86_400n * 1_000_000n;
    expect(line * month).toBeLessThan(10n ** 38n);
    // Units are numbers: three thousand orders a second of the highest quantity, all of one SKU, for all days of a span.
    expect(Number.isSafeInteger(Quantity.maximum * 3_000 * 86_400 * 31)).toBe(true);
  });

  it('are exact in the response and on the command line', async () => {
    const { body, answer } = await ask(await given());
    const two = BigInt(Amount.maximum) * 2n;
    const three = BigInt(Amount.maximum) * 3n;
    expect(answer.totals.revenue).toEqual({ IDR: two });
    expect(answer.top_skus).toMatchObject([{ sku: 'A', units: 3, revenue: { IDR: three } }]);
    expect(body).toContain(`"revenue":{"IDR":${two}}`);
    expect(analyticsLines(answer).join('\n')).toContain('180143985094819.82 IDR, 1 refunds');
  });

  it('are corrected by a rebuild', async () => {
    const views = await given();
    const table = {
      rows: async () => views.all,
      packedFrom: () => views.packedFrom(),
      correct: views.correct.bind(views),
    };
    const recounted = () => recountViews({ table, log: eventLog }, () => ({ update: () => {}, stop: () => {} }));
    expect((await recounted()).differences).toEqual([]);
    const day = views.all.find(({ view }) => view === 'payments|days');
    if (day === undefined) throw new Error('There is no such day');
    views.damage(day, { ...day, counts: { ...day.counts, 'charged.IDR': Amount.maximum } });
    const { differences } = await recounted();
    expect(differences).toMatchObject([{ view: 'payments|days' }]);
    expect(await correctViews({ table }, differences)).toEqual([]);
    expect((await recounted()).differences).toEqual([]);
  });
});
