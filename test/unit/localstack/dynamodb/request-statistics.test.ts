import { describe, expect, it } from 'vitest';
import { RequestStatistics } from '../../../../localstack/dynamodb/request-statistics.ts';

const requestOn = (table: string) => ({ operation: 'TransactWriteItems', caller: 'ledger', table });

describe('request statistics', () => {
  it('count a request on two tables once, and its units with each table', () => {
    const statistics = new RequestStatistics();
    statistics.record(requestOn('stock'), false, [
      { table: 'stock', kind: 'write', units: 2 },
      { table: 'reservations', kind: 'write', units: 4 },
    ]);
    statistics.record(requestOn('stock'), true, []);
    const use = { caller: 'ledger', operation: 'TransactWriteItems', requests: 0, errors: 0, readUnits: 0 };
    expect(statistics.snapshot()).toEqual([
      { ...use, table: 'stock', requests: 2, errors: 1, writeUnits: 2 },
      { ...use, table: 'reservations', writeUnits: 4 },
    ]);
  });

  it('give snapshots that stay as they are, and forget on reset', () => {
    const statistics = new RequestStatistics();
    statistics.record(requestOn('-'), false, []);
    const before = statistics.snapshot();
    statistics.record(requestOn('-'), false, []);
    expect(before).toMatchObject([{ table: '-', requests: 1 }]);
    statistics.reset();
    expect(statistics.snapshot()).toEqual([]);
  });
});
