import type { Idiom } from '../shared/runtime/idioms/batch.ts';
import { settled, settleTogether } from '../shared/runtime/idioms/settlement.ts';
import { auditRecorded, type Digest, type Fact } from './domain.ts';

/** Says of every fact, on the topic that it was said on, where it lies and what its bytes are. Keeps no state. */
export const publish =
  (digest: Digest): Idiom<Fact> =>
  (received) =>
    settleTogether(received, async (some) =>
      settled(
        some.map(({ event, record: { topic, partition, offset, timestamp, value } }) => {
          const ref = { topic, partition, offset, event_id: event.event_id, digest: digest(value ?? '') };
          return auditRecorded(event, ref, new Date(timestamp).toISOString());
        }),
      ),
    );
