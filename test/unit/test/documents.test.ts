import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runbookAnchor } from '../../../lib/constructs/monitoring/runbook-anchor.ts';
import { functions } from '../../../schemas/functions/functions.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documents = [...globSync('docs/**/*.md', { cwd: root }), 'README.md', 'CONTRIBUTING.md'].map((path) => ({
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

describe('the runbooks', () => {
  const runbooks = readFileSync(join(root, 'docs/runbooks.md'), 'utf8');
  /** The texts and names in the code of a service and of what all share; its comments are not logged. */
  const writtenBy = (service: string): readonly string[] => {
    const sources = globSync([`functions/{shared,${service}}/**/*.ts`, 'schemas/metrics.ts'], { cwd: root });
    const code = sources.map((path) =>
      readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, ''),
    );
    return code.flatMap((source) => source.match(/'[^'\n]+'|"[^"\n]+"|\b[A-Z]\w+/g) ?? []);
  };
  /** Lambda writes these lines itself. */
  const ofLambda = new Set(['Task timed out', 'Runtime exited']);

  it('search logs for what functions write there', () => {
    const searches = [...runbooks.matchAll(/`logs (?:(\w+)-[\w-]+|<function>) "?([A-Za-z_ ]+)"?`/g)];
    expect(searches.length).toBeGreaterThan(8);
    for (const [search, service = 'shared', pattern = ''] of searches) {
      // CloudWatch finds lines that have all the terms, in any order.
      const terms = pattern.split(' ').map((term) => new RegExp(`(?<![\\w-])${term}(?![\\w-])`));
      const found = writtenBy(service).some((text) => terms.every((term) => term.test(text)));
      expect([search, found || ofLambda.has(pattern)]).toEqual([search, true]);
    }
  });

  it('read logs of functions that exist', () => {
    const names = new Set(Object.keys(functions).map((name) => name.replaceAll('/', '-')));
    for (const [, name = ''] of runbooks.matchAll(/`logs ([a-z-]+)/g)) expect(names).toContain(name);
  });
});

it('the index of decisions lists each once, by its title', () => {
  const index = readFileSync(join(root, 'docs/adr/README.md'), 'utf8');
  const listed = [...index.matchAll(/^\| \[(\d{4})\]\(([\w.-]+)\) +\| (.+?) +\|$/gm)].map(([, ...row]) => row);
  const written = globSync('[0-9]*.md', { cwd: join(root, 'docs/adr') })
    .sort()
    .map((file) => {
      const [, number, title] = /^# (\d{4}) (.+)$/m.exec(readFileSync(join(root, 'docs/adr', file), 'utf8')) ?? [];
      return [number, file, title];
    });
  expect(listed).toEqual(written);
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
