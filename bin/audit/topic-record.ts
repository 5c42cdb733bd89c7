import type { Fact } from '../../functions/audit/model/domain.ts';
import { acceptedEvents } from '../../functions/shared/runtime/idioms/accepted-events.ts';
import type { AuditRecorded } from '../../schemas/generated/types.ts';
import { validateEvent } from '../../schemas/generated/validators.js';
import { recordEvent } from '../client/record-event.ts';

/** A record as it lies in Kafka. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: Uint8Array;
}

/** Offsets of one partition, as far as its auditor has come. */
export interface AuditedRange {
  readonly topic: string;
  readonly partition: number;
  /** The first that is still there. */
  readonly from: number;
  /** One beyond the last that the auditor has acknowledged. */
  readonly to: number;
  /** One beyond the last there is, read after the audit trail. */
  readonly end: number;
}

/** As the auditors read it, also where it is of an earlier version. */
const accept = acceptedEvents(validateEvent);

/** The event in a record; none for a record that the auditor dead-letters: it is not in the audit trail. */
export const eventIn = ({ value }: TopicRecord): Fact | AuditRecorded | undefined =>
  // Topics of commands are not audited.
  recordEvent(accept, value) as Fact | AuditRecorded | undefined;

export const placeName = ({ topic, partition, offset }: Omit<TopicRecord, 'value'>): string =>
  `${topic}-${partition}@${offset}`;
