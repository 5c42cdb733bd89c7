import type { DeadLetterSink } from '../shared/runtime/idioms/batch.ts';
import type { DeadLetterNotes } from './ports.ts';

/** Notes each record before it is dead-lettered: acknowledged as it is then, nothing else tells that the views miss it. */
export const notingDeadLetters =
  (notes: DeadLetterNotes) =>
  (sink: DeadLetterSink): DeadLetterSink => ({
    bury: async (letters, deadline) => {
      await notes.note(letters.map(({ record: { topic, partition, offset } }) => ({ topic, partition, offset })));
      await sink.bury(letters, deadline);
    },
  });
