import { auditRecorded, type Fact, type PayloadRef } from '../../functions/audit/model/domain.ts';
import { sha256 } from '../../functions/audit/store/digest.node.ts';
import { topicOf } from '../../functions/shared/runtime/idioms/domain-event.ts';
import type { AuditRecorded } from '../../schemas/generated/types.ts';

/** The place of a fact at an offset of partition 0 of its topic. */
const placeOf = (fact: Fact, offset: number): PayloadRef => ({
  topic: topicOf(fact.type),
  partition: 0,
  offset,
  event_id: fact.event_id,
  digest: sha256(JSON.stringify(fact)),
});

/** The audit event of a fact at an offset. */
export const recorded = (fact: Fact, offset: number): AuditRecorded =>
  auditRecorded(fact, placeOf(fact, offset), '2026-11-22T06:00:09.000Z');
