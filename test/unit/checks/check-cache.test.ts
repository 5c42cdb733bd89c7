import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckCache } from '../../checks/check-cache.ts';

describe('the cache of the checks', () => {
  let root: string;
  let cache: CheckCache;
  const write = (path: string, content: string) => writeFileSync(join(root, path), content);
  const code = () => cache.key(['tsc'], 'code');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'check-cache-'));
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    for (const folder of ['lib', 'docs', 'node_modules']) mkdirSync(join(root, folder));
    write('.gitignore', 'node_modules/\n');
    write('lib/a.ts', 'a');
    write('docs/page.md', 'p');
    write('package-lock.json', '{}');
    write('node_modules/.package-lock.json', '{}');
    execFileSync('git', ['add', '--all'], { cwd: root });
    cache = new CheckCache(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('knows a check that passed while nothing changes, by its name', () => {
    const key = code();
    expect(cache.passed('types', key)).toBe(false);
    cache.remember('types', key ?? '');
    expect(cache.passed('types', code())).toBe(true);
    expect(cache.passed('lint', code())).toBe(false);
    expect(cache.passed('types', undefined)).toBe(false);
  });

  it.each<[string, () => void]>([
    ['a file is edited', () => write('lib/a.ts', 'b')],
    ['a file is added', () => write('lib/b.ts', '')],
    ['a file is removed', () => rmSync(join(root, 'lib/a.ts'))],
    ['a file is renamed', () => execFileSync('git', ['mv', 'lib/a.ts', 'lib/b.ts'], { cwd: root })],
    [
      'content moves to the next file',
      () => {
        write('lib/a.ts', '');
        write('lib/b.ts', 'a');
      },
    ],
    ['the lockfile changes', () => write('package-lock.json', '{ }')],
    ['npm installs something else', () => write('node_modules/.package-lock.json', '{ }')],
  ])('forgets it when %s', (_, change) => {
    const before = code();
    change();
    expect(code()).not.toBe(before);
  });

  it('forgets it when the command changes', () => {
    expect(cache.key(['tsc', '--strict'], 'code')).not.toBe(code());
  });

  it('has prose read by those checks alone that read all', () => {
    const [before, all] = [code(), cache.key(['biome'], 'all')];
    write('docs/page.md', 'q');
    expect(code()).toBe(before);
    expect(cache.key(['biome'], 'all')).not.toBe(all);
  });

  it('remembers nothing outside a checkout', () => {
    rmSync(join(root, '.git'), { recursive: true });
    expect(code()).toBeUndefined();
  });
});
