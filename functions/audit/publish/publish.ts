import { batchOutcome, processTogether } from '../../shared/runtime/idioms/batch-outcome.ts';
import type { Idiom } from '../../shared/runtime/idioms/idiom.ts';
import { auditEvents, type Digest, type Fact } from '../model/domain.ts';

/** Emits AUDIT_RECORDED for the facts of each order in the batch, with their places in Kafka and the digests of their bytes. Stateless. */
export const publish =
  (digest: Digest): Idiom<Fact> =>
  (received) =>
    processTogether(received, async (some) =>
      batchOutcome(
        auditEvents(
          some.map(({ event: fact, record: { topic, partition, offset, timestamp, value } }) => ({
            fact,
            payload_ref: { topic, partition, offset, event_id: fact.event_id, digest: digest(value ?? '') },
            recordedAt: new Date(timestamp).toISOString(),
          })),
        ),
      ),
    );
