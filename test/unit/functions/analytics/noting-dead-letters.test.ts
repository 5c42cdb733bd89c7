import { describe, expect, it } from 'vitest';
import { accepts } from '../../../../functions/analytics/accepts.ts';
import { notingDeadLetters } from '../../../../functions/analytics/noting-dead-letters.ts';
import type { DeadLetterNotes } from '../../../../functions/analytics/ports.ts';
import { project } from '../../../../functions/analytics/project.ts';
import { batch, noDeadline } from '../../../../functions/shared/runtime/idioms/batch.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import { InMemoryViews } from '../../../support/fakes/in-memory-views.ts';

const topic = 'orders.created';
const place = { topic, partition: 3, offset: 7 };
const unreadable = {
  eventSource: 'aws:kafka',
  records: { [`${topic}-3`]: [{ ...place, timestamp: 0, key: null, value: Buffer.from('{').toString('base64') }] },
};
const observer = { received() {}, settled() {}, deadLettered() {}, failed() {} };

const run = (notes: DeadLetterNotes, views: InMemoryViews, log: string[]) =>
  batch({
    accept: accepts,
    idiom: project({ store: views }),
    events: { emit: async () => undefined, faultOf: () => undefined },
    deadLetters: notingDeadLetters(notes)({ bury: async () => void log.push('dead-lettered') }),
    observer,
  })(unreadable, noDeadline);

describe('a record that the projection dead-letters', () => {
  it('is noted before it is, whatever is wrong with it', async () => {
    const views = new InMemoryViews();
    const log: string[] = [];
    const notes: DeadLetterNotes = {
      note: async (places) => {
        log.push('noted');
        await views.note(places);
      },
    };
    expect(await run(notes, views, log)).toEqual({ batchItemFailures: [] });
    expect(log).toEqual(['noted', 'dead-lettered']);
    expect(await views.deadLettered()).toEqual({ [topic]: 1 });
  });

  it('comes again where it could not be noted', async () => {
    const log: string[] = [];
    const notes = { note: () => Promise.reject(new TransientError('The store is unreachable')) };
    const { batchItemFailures } = await run(notes, new InMemoryViews(), log);
    expect([batchItemFailures.length, log]).toEqual([1, []]);
  });
});
