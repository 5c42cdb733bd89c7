import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../localstack/folder-lock.ts';
import type { Race } from '../../support/lock-racer.ts';

describe('the lock of a data folder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('lets one in at a time, and names who is in', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`a platform (process ${process.pid}) already runs on ${folder}`);
    unlock();
    lockFolder(folder)();
  });

  it.each([
    ['of a process that is gone', '999999999 1'],
    ['of a process whose id is another’s now', `${process.pid} not-its-start-time`],
    ['that is damaged', ''],
  ])('ignores a lock %s', (_title, content) => {
    writeFileSync(join(folder, 'lock'), content);
    lockFolder(folder)();
  });

  it.each([
    ['empty', undefined],
    ['left behind', '999999999 1'],
  ])('lets one in where several come at once, %s or not', async (_title, stale) => {
    const racers = 2;
    const rounds = 100;
    const folders = Array.from({ length: rounds }, () => mkdtempSync(join(folder, 'round-')));
    if (stale !== undefined) for (const one of folders) writeFileSync(join(one, 'lock'), stale);
    const counters = () => new Int32Array(new SharedArrayBuffer(rounds * Int32Array.BYTES_PER_ELEMENT));
    const race: Race = { folders, racers, arrived: counters(), winners: counters() };
    const workers = Array.from(
      { length: racers },
      () => new Worker(new URL('../../support/lock-racer.ts', import.meta.url), { workerData: race }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
    expect([...race.winners]).toEqual(folders.map(() => 1));
  });
});
