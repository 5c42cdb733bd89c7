import type { IHeaders } from 'kafkajs';

export interface OutgoingRecord {
  readonly topic: string;
  /** Determines the partition unless one is given. */
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: IHeaders;
  readonly partition?: number;
}
