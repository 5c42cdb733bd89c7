import type { Fact } from '../../functions/audit/domain.ts';
import type { AuditRecorded } from '../../schemas/generated/types.ts';
import { validateEvent } from '../../schemas/generated/validators.js';

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
  /** One beyond the last that the auditor has dealt with. */
  readonly to: number;
  /** One beyond the last there is, looked at after the books were. */
  readonly end: number;
}

const validators = new Map(Object.entries(validateEvent));
const utf8 = new TextDecoder();

/** The event in a record; nothing where it is none: that is in a dead-letter queue, not in the books. */
export const eventIn = ({ value }: TopicRecord): Fact | AuditRecorded | undefined => {
  try {
    const event: unknown = JSON.parse(utf8.decode(value));
    return validators.get(Object(event).type)?.(event) === null ? (event as Fact | AuditRecorded) : undefined;
  } catch {
    return undefined;
  }
};

export const placeName = ({ topic, partition, offset }: Omit<TopicRecord, 'value'>): string =>
  `${topic}-${partition}@${offset}`;
