import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * A source is tested at the mirrored path (`functions/a/b.dynamodb.ts`, `b-domain.ts` in `test/<tier>/functions/a/b.test.ts`). A test file
 * that tests the other sources of a folder begins with the line `// Also tests functions/a`.
 */
const testFiles = globSync('test/{unit,contract,infra,integration}/**/*.test.ts');
const mirrored = new Set(
  testFiles.map((file) => file.replace(/^test\/[^/]+\//, '').replace(/(\.property)?\.test\.ts$/, '')),
);
const alsoTested = testFiles.flatMap((file) => {
  const [head = ''] = /^(\/\/ Also tests .*\n)*/.exec(readFileSync(file, 'utf8')) ?? [];
  return [...head.matchAll(/Also tests (.*)/g)].map(([, folder = '']) => folder);
});

const hasOwnTest = (source: string): boolean => {
  const path = source.replace(/\.ts$/, '');
  return [path, path.replace(/-domain$/, ''), path.replace(/\.[^./]+$/, '')].some((one) => mirrored.has(one));
};
const others = globSync('{functions,lib}/**/*.ts').filter((source) => !hasOwnTest(source));

describe('tests of sources', () => {
  it('are found', () => {
    expect(mirrored.size).toBeGreaterThan(200);
  });

  it('lie at the mirrored path, or a test file names the folder', () => {
    expect(others.filter((source) => !alsoTested.includes(dirname(source)))).toEqual([]);
  });

  it('name only folders with sources that have no test of their own', () => {
    expect(alsoTested.filter((folder) => !others.some((source) => dirname(source) === folder))).toEqual([]);
  });
});
