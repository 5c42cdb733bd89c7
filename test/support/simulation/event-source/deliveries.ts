import type { PartialBatchResponse } from '../../../../functions/shared/runtime/idioms/batch.ts';
import { type EncodedRecord, partitionName } from '../../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { OutgoingRecord } from '../../../../functions/shared/runtime/kafka/outgoing-record.ts';
import type { Delivery, Reader } from './event-source-bench.ts';

export const ok: PartialBatchResponse = { batchItemFailures: [] };

export const failing = (
  records: readonly Pick<EncodedRecord, 'topic' | 'partition' | 'offset'>[],
): PartialBatchResponse => ({
  batchItemFailures: records.map((record) => ({
    itemIdentifier: { partition: partitionName(record), offset: record.offset },
  })),
});

/** A handler's response: the failed record, and all behind it in its partition. */
export const failingFrom = (isBad: (record: EncodedRecord) => boolean, { records }: Delivery): PartialBatchResponse =>
  failing(
    records.filter(({ partition, offset }) =>
      records.some((bad) => bad.partition === partition && bad.offset <= offset && isBad(bad)),
    ),
  );

export const textOf = ({ value }: EncodedRecord): string => Buffer.from(value ?? '', 'base64').toString();
export const place = ({ partition, offset }: EncodedRecord): string => `${partition}@${offset}`;
export const placesOf = ({ deliveries }: Reader): readonly string[] =>
  deliveries.flatMap(({ records }) => records.map((record) => place(record)));
export const textsOf = ({ deliveries }: Reader): readonly string[] =>
  deliveries.flatMap(({ records }) => records.map(textOf));
export const times = (reader: Reader, text: string): number => textsOf(reader).filter((one) => one === text).length;

/** Offsets of a partition in the order of their first delivery. */
export const firstOffsets = (reader: Reader, partition: number): readonly number[] => [
  ...new Set(
    reader.deliveries.flatMap(({ records }) =>
      records.filter((record) => record.partition === partition).map(({ offset }) => offset),
    ),
  ),
];

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A record for a partition. */
export const to = (partition: number, value: Buffer | string | null): Omit<OutgoingRecord, 'topic'> => ({
  ...{ partition, value, headers: {} },
  key: `key-${String(value)}`,
});
