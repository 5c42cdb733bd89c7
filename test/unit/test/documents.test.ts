import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runbookAnchor } from '../../../lib/constructs/runbook-anchor.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documents = [...globSync('docs/*.md', { cwd: root }), 'README.md', 'CONTRIBUTING.md'].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));
const anchorsOf = (path: string): readonly string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
    .map((heading) => runbookAnchor(heading).split('#')[1] ?? '');

describe.each(documents)('$path', ({ path, text }) => {
  it('names files that are there', () => {
    const named = [...text.matchAll(/`((?:test|lib|functions|schemas|bin)\/[\w./-]+\.(?:ts|json|mjs))`/g)];
    for (const [, file = ''] of named) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
  });

  it('links to what is there', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? join(root, path) : join(root, dirname(path), file);
      expect([target, existsSync(linked)]).toEqual([target, true]);
      if (anchor !== undefined) expect(anchorsOf(linked)).toContain(anchor);
    }
  });
});

describe('the threat model', () => {
  const threats = readFileSync(join(root, 'docs/security.md'), 'utf8').split('\n');

  it('goes through the ten risks of the list', () => {
    const risks = threats.flatMap((line) => /^### (API\d+) /.exec(line)?.[1] ?? []);
    expect(risks).toEqual(Array.from({ length: 10 }, (_, index) => `API${index + 1}`));
  });

  it('names a test for each control', () => {
    const rows = threats.filter((line) => line.startsWith('| ') && !/^\| (-+|Control |Threat )/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row).toMatch(/`test\/[\w./-]+\.test\.ts`/);
  });
});
