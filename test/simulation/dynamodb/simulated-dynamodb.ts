import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Item } from './attribute-value.ts';
import { batchGet, batchWrite, statements } from './batches.ts';
import { requestOf, verbOf } from './command.ts';
import { query } from './query.ts';
import { checkedRequest, type Request } from './requests.ts';
import { SimulatedTable, type TableDefinition, type TableReading } from './simulated-table.ts';
import { get, write } from './single-requests.ts';
import { type ItemWrite, metadata, type Store } from './store.ts';
import { Transactions } from './transactions.ts';

/** An item as it was and is, undefined where there is none. */
export interface ItemChange {
  /** The table's name. */
  readonly table: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface SimulatedDynamoDbOptions {
  /** The simulation's clock, in milliseconds: without one nothing is remembered for reads that are behind. */
  readonly now?: () => number;
  /** Called with each write of an item; with those of a transaction when all are applied. */
  readonly onWrite?: (change: ItemChange) => void;
  /** Called with each commit, when it is applied: a single item, but for a transaction. */
  readonly onCommit?: (changes: readonly ItemChange[]) => void;
}

export interface ExecuteOptions {
  /** How far behind an eventually consistent read is. */
  readonly lagMs?: number;
}

/**
 * DynamoDB in memory, as far as the adapters use it: one request is one indivisible step. It takes the commands of the
 * document client. What it answers is frozen but for sets. A contract suite holds it to the real engine.
 */
export class SimulatedDynamoDb implements Store {
  readonly #tables = new Map<string, SimulatedTable>();
  readonly #options: SimulatedDynamoDbOptions;
  readonly #transactions = new Transactions();
  /** Until when eventually consistent reads see, during a request. */
  #seenUntil: number | undefined;

  constructor(definitions: readonly TableDefinition[], options: SimulatedDynamoDbOptions = {}) {
    for (const definition of definitions) this.#tables.set(definition.name, new SimulatedTable(definition));
    this.#options = options;
  }

  /** The document client that the adapters are given. */
  get client(): DynamoDBDocumentClient {
    // The SDK's paginators ask for its class.
    return Object.assign(Object.create(DynamoDBDocumentClient.prototype) as DynamoDBDocumentClient, {
      send: async (command: object) => this.execute(command),
    });
  }

  /** Executes a command of `@aws-sdk/lib-dynamodb`. @throws what the SDK throws. */
  execute(command: object, { lagMs = 0 }: ExecuteOptions = {}): unknown {
    const { now } = this.#options;
    this.#seenUntil = now !== undefined && lagMs > 0 ? now() - lagMs : undefined;
    return this.#answer(verbOf(command), checkedRequest(requestOf(command)));
  }

  table(name: string | undefined): SimulatedTable {
    const table = this.#tables.get(name ?? '');
    if (table === undefined)
      throw new ResourceNotFoundException({ ...metadata, message: 'Requested resource not found' });
    return table;
  }

  reading(table: SimulatedTable, consistent: boolean | undefined): TableReading {
    return consistent || this.#seenUntil === undefined ? table : table.asOf(this.#seenUntil);
  }

  commit(writes: readonly ItemWrite[]): void {
    const { now, onWrite, onCommit } = this.#options;
    const at = now?.();
    for (const { table, before, after } of writes) table.write(before, after, at);
    if (onWrite === undefined && onCommit === undefined) return;
    const changes = writes
      .filter(({ before, after }) => before !== undefined || after !== undefined)
      .map(({ table, before, after }) => ({ table: table.definition.name, before, after }));
    if (changes.length === 0) return;
    for (const change of changes) onWrite?.(change);
    onCommit?.(changes);
  }

  /** Drops what is past its time, as DynamoDB does within days. @param now milliseconds since the epoch. */
  expire(now: number): void {
    for (const table of this.#tables.values())
      for (const before of table.expired(now / 1000)) this.commit([{ table, before, after: undefined }]);
  }

  #answer(verb: string, request: Request): unknown {
    switch (verb) {
      case 'Get':
        return get(this, request);
      case 'Put':
      case 'Update':
      case 'Delete':
        return write(this, verb, request);
      case 'Query':
      case 'Scan':
        return query(this, request);
      case 'BatchGet':
        return batchGet(this, request);
      case 'BatchWrite':
        return batchWrite(this, request);
      case 'TransactWrite':
        return this.#transactions.write(this, request);
      case 'BatchExecuteStatement':
        return statements(this, request);
      default:
        throw new Error(`The simulated DynamoDB does not know ${verb}`);
    }
  }
}
