import { batchOutcome, processTogether } from '../../shared/runtime/idioms/batch-outcome.ts';
import type { Idiom } from '../../shared/runtime/idioms/idiom.ts';
import { auditRecorded, type Digest, type Fact } from '../model/domain.ts';

/** Says of every fact, on the topic that it was said on, where it lies and what its bytes are. Keeps no state. */
export const publish =
  (digest: Digest): Idiom<Fact> =>
  (received) =>
    processTogether(received, async (some) =>
      batchOutcome(
        some.map(({ event, record: { topic, partition, offset, timestamp, value } }) => {
          const ref = { topic, partition, offset, event_id: event.event_id, digest: digest(value ?? '') };
          return auditRecorded(event, ref, new Date(timestamp).toISOString());
        }),
      ),
    );
