import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../localstack/folder-lock.ts';

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
});
