import { auditEvents, auditRecorded, type Fact, type PlacedFact } from '../../functions/audit/model/domain.ts';
import { sha256 } from '../../functions/audit/store/digest.node.ts';
import { topicOf } from '../../functions/shared/runtime/idioms/domain-event.ts';
import type { AuditRecorded } from '../../schemas/generated/types.ts';

/** A fact at an offset of partition 0 of its topic. */
const placed = (fact: Fact, offset: number): PlacedFact => ({
  fact,
  payload_ref: {
    topic: topicOf(fact.type),
    partition: 0,
    offset,
    event_id: fact.event_id,
    digest: sha256(JSON.stringify(fact)),
  },
  recordedAt: '2026-11-22T06:00:09.000Z',
});

/** The audit event of a fact at an offset. */
export const recorded = (fact: Fact, offset: number): AuditRecorded => {
  const { payload_ref, recordedAt } = placed(fact, offset);
  return auditRecorded(fact, payload_ref, recordedAt);
};

/** The audit events of a batch of facts, at offsets from `first` on. */
export const recordedTogether = (facts: readonly Fact[], first = 0): readonly AuditRecorded[] =>
  auditEvents(facts.map((fact, index) => placed(fact, first + index)));
