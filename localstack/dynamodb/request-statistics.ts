import type { ConsumedCapacity } from './consumed-capacity.ts';
import type { DynamoDbRequest } from './request.ts';

/** What one caller did to one table by one operation. A request on several tables counts for each of them. */
export interface TableUse {
  readonly caller: string;
  readonly operation: string;
  readonly table: string;
  readonly requests: number;
  /** Requests answered by an error, failed conditions included. DynamoDB reports no capacity for them. */
  readonly errors: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Counted since the start or the last reset. */
export interface DynamoDbStatistics {
  /** Requests, each counted once. */
  readonly requests: number;
  readonly errors: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly byUse: readonly TableUse[];
}

type Counter = { -readonly [Key in keyof TableUse]: TableUse[Key] };

export class RequestStatistics {
  #requests = 0;
  #errors = 0;
  readonly #uses = new Map<string, Counter>();

  record(request: DynamoDbRequest, failed: boolean, consumed: readonly ConsumedCapacity[]): void {
    const errors = failed ? 1 : 0;
    this.#requests += 1;
    this.#errors += errors;
    // Requests such as ListTables name none.
    for (const table of request.tables.length === 0 ? ['-'] : request.tables) {
      const use = this.#use(request, table);
      use.requests += 1;
      use.errors += errors;
    }
    for (const { table, kind, units } of consumed) {
      const use = this.#use(request, table);
      if (kind === 'read') use.readUnits += units;
      else use.writeUnits += units;
    }
  }

  snapshot(): DynamoDbStatistics {
    const byUse = [...this.#uses.values()].map((use) => ({ ...use }));
    return {
      requests: this.#requests,
      errors: this.#errors,
      readUnits: byUse.reduce((sum, { readUnits }) => sum + readUnits, 0),
      writeUnits: byUse.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
      byUse,
    };
  }

  reset(): void {
    this.#requests = 0;
    this.#errors = 0;
    this.#uses.clear();
  }

  #use({ caller, operation }: DynamoDbRequest, table: string): Counter {
    const key = `${caller} ${operation} ${table}`;
    const known = this.#uses.get(key);
    if (known !== undefined) return known;
    const use = { caller, operation, table, requests: 0, errors: 0, readUnits: 0, writeUnits: 0 };
    this.#uses.set(key, use);
    return use;
  }
}
