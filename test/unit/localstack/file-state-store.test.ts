import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileStateStore } from '../../../localstack/file-state-store.ts';
import { remembered } from '../../../localstack/state-store.ts';

describe('the state store in a file', () => {
  let path: string;

  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'state-')), 'state.json');
  });

  afterEach(() => {
    rmSync(join(path, '..'), { recursive: true });
  });

  it('remembers over restarts, readable by its owner only', () => {
    expect(remembered(fileStateStore(path), 'secret', () => 'generated')).toBe('generated');
    fileStateStore(path).set('other', 'x');
    expect(remembered(fileStateStore(path), 'secret', () => 'again')).toBe('generated');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('names the damaged file', () => {
    writeFileSync(path, '{"half');
    expect(() => fileStateStore(path)).toThrow(`${path} is damaged`);
  });
});
