import type { IHeaders } from 'kafkajs';
import type { KafkaRecord } from '../idioms/kafka-record.ts';

/** The headers of a record for kafkajs: repeated names keep all values, in order. */
export const headersOf = (record: KafkaRecord): Record<string, Buffer | Buffer[]> =>
  Object.fromEntries(
    [...Map.groupBy(record.headers, ({ name }) => name)].map(([name, headers]) => {
      const [only, ...others] = headers.map(({ value }) => value);
      return [name, only !== undefined && others.length === 0 ? only : headers.map(({ value }) => value)];
    }),
  );

/** The headers of a record from kafkajs. */
export const recordHeaders = (headers: IHeaders = {}): KafkaRecord['headers'] =>
  Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => ({ name, value: Buffer.from(value) })),
  );
