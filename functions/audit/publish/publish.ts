import { batchOutcome, processTogether } from '../../shared/runtime/idioms/batch-outcome.ts';
import type { Idiom } from '../../shared/runtime/idioms/idiom.ts';
import { auditRecorded, type Digest, type Fact } from '../model/domain.ts';

/** Emits AUDIT_RECORDED for every fact, with its place in Kafka and the digest of its bytes. Stateless. */
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
