// Also tests functions/analytics/project
import { describe, expect, it } from 'vitest';
import { acceptCountedEvent } from '../../../../../functions/analytics/model/accept-counted-event.ts';
import type { DeadLetterNotes } from '../../../../../functions/analytics/model/ports.ts';
import {
  forgettingReplays,
  notingDeadLetters,
} from '../../../../../functions/analytics/project/dead-letter-recorder.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { batch } from '../../../../../functions/shared/runtime/idioms/batch.ts';
import { noDeadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';
import { RecordingLastErrors } from '../../../../support/fakes/recording-sinks.ts';

const topic = 'orders.created';
const place = { topic, partition: 3, offset: 7 };
const unreadable = {
  eventSource: 'aws:kafka',
  records: { [`${topic}-3`]: [{ ...place, timestamp: 0, key: null, value: Buffer.from('{').toString('base64') }] },
};
const observer = { received() {}, processed() {}, deadLettered() {}, failed() {} };

const run = (notes: DeadLetterNotes, views: InMemoryViews, log: string[]) =>
  batch({
    accept: acceptCountedEvent,
    idiom: project({ store: views }),
    events: { emit: async () => undefined, faultOf: () => undefined },
    deadLetters: notingDeadLetters(notes)({ deadLetter: async () => void log.push('dead-lettered') }),
    observer,
    lastErrors: new RecordingLastErrors(),
  })(unreadable, noDeadline);

describe('a dead-lettered record of the projection', () => {
  it('is noted before it is dead-lettered, whatever its fault', async () => {
    const views = new InMemoryViews();
    const log: string[] = [];
    const notes: DeadLetterNotes = {
      note: async (places) => {
        log.push('noted');
        await views.note(places);
      },
      forget: views.forget.bind(views),
    };
    expect(await run(notes, views, log)).toEqual({ batchItemFailures: [] });
    expect(log).toEqual(['noted', 'dead-lettered']);
    expect(await views.deadLettered()).toEqual({ [topic]: 1 });
  });

  it('is redelivered if it could not be noted', async () => {
    const log: string[] = [];
    const notes: DeadLetterNotes = {
      note: () => Promise.reject(new TransientError('The store is unreachable')),
      forget: async () => undefined,
    };
    const { batchItemFailures } = await run(notes, new InMemoryViews(), log);
    expect([batchItemFailures.length, log]).toEqual([1, []]);
  });

  const order = eventsOf({ name: 'order', at: '2026-11-22T06:00:00.000Z' });
  const created = receivedAt({ topic, partition: 3, offset: 9 }, order.created());
  const noteOf = { topic, partition: 3, offset: 7, eventId: created.event.event_id };

  it('loses its note when its event is replayed and counted', async () => {
    const views = new InMemoryViews();
    await views.note([noteOf]);
    const counting = forgettingReplays(views, project({ store: views }));
    expect(await counting([created])).toEqual({ emit: [], failed: [], rejected: [] });
    expect(await views.deadLettered()).toEqual({});
  });

  it('keeps its note if the replay is dead-lettered or fails', async () => {
    const views = new InMemoryViews();
    await views.note([noteOf]);
    const rejected = { emit: [], failed: [], rejected: [{ received: created, cause: 'A defect' }] };
    const failed = { emit: [], failed: [{ received: created, error: new TransientError('later') }], rejected: [] };
    for (const settlement of [rejected, failed]) {
      expect(await forgettingReplays(views, async () => settlement)([created])).toBe(settlement);
      expect(await views.deadLettered()).toEqual({ [topic]: 1 });
    }
  });

  it('is redelivered if its note cannot be deleted', async () => {
    const views = new InMemoryViews();
    views.failAfter(0);
    const outcome = async () => ({ emit: [], failed: [], rejected: [] });
    expect((await forgettingReplays(views, outcome)([created])).failed).toMatchObject([{ received: created }]);
  });

  it('keeps its note after a defect, and the idiom never throws', async () => {
    const views = new InMemoryViews();
    await views.note([noteOf]);
    const notes: DeadLetterNotes = {
      note: views.note.bind(views),
      forget: () => Promise.reject(new RangeError('A defect')),
    };
    const settlement = { emit: [], failed: [], rejected: [] };
    expect(await forgettingReplays(notes, async () => settlement)([created])).toBe(settlement);
    expect(await views.deadLettered()).toEqual({ [topic]: 1 });
  });
});
