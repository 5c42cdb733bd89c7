import type { ConsumedCapacity } from './consumed-capacity.ts';
import type { DynamoDbRequest } from './request.ts';

/**
 * Requests of one caller to one table by one operation. A request on several tables is counted with the first it names, and its
 * units with each: sums over all rows count nothing twice.
 */
export interface TableUse {
  /** Access key id: the function's, without its punctuation. */
  readonly caller: string;
  readonly operation: string;
  /** `-` for operations on none, such as ListTables. */
  readonly table: string;
  readonly requests: number;
  /** Requests answered by an error, failed conditions included. DynamoDB reports no capacity for them. */
  readonly errors: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

type CountedRequest = Omit<DynamoDbRequest, 'body'>;

type Counter = { -readonly [Key in keyof TableUse]: TableUse[Key] };

export class RequestStatistics {
  readonly #uses = new Map<string, Counter>();

  record(request: CountedRequest, failed: boolean, consumed: readonly ConsumedCapacity[]): void {
    const use = this.#use(request, request.table);
    use.requests += 1;
    if (failed) use.errors += 1;
    for (const { table, kind, units } of consumed) {
      const consumer = this.#use(request, table);
      if (kind === 'read') consumer.readUnits += units;
      else consumer.writeUnits += units;
    }
  }

  /** Counted since the start or the last reset. */
  snapshot(): readonly TableUse[] {
    return [...this.#uses.values()].map((use) => ({ ...use }));
  }

  reset(): void {
    this.#uses.clear();
  }

  #use({ caller, operation }: CountedRequest, table: string): Counter {
    const key = `${caller} ${operation} ${table}`;
    const known = this.#uses.get(key);
    if (known !== undefined) return known;
    const use = { caller, operation, table, requests: 0, errors: 0, readUnits: 0, writeUnits: 0 };
    this.#uses.set(key, use);
    return use;
  }
}
