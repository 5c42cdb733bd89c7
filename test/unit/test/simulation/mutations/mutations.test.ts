import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allMutations } from '../../../../simulation/mutations/all-mutations.ts';
import { mutated } from '../../../../simulation/mutations/mutation.ts';

/** Names that nothing in the source declares; the checker's libraries are not loaded. */
const unknownNames = (file: string, source: string): ReadonlySet<string> => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const program = ts.createProgram({
    rootNames: [file],
    options: { noResolve: true, noLib: true, target: ts.ScriptTarget.Latest, allowImportingTsExtensions: true },
    host: {
      ...ts.createCompilerHost({}),
      getSourceFile: (name) => (name === file ? tree : undefined),
      fileExists: (name) => name === file,
    },
  });
  const missing = [2304, 2552, 2583, 2584, 2592, 18004];
  return new Set(
    program
      .getSemanticDiagnostics(tree)
      .filter(({ code }) => missing.includes(code))
      .map(({ start = 0, length = 0 }) => source.slice(start, start + length)),
  );
};

const globals = new Set(['Date', 'Math', 'Set', 'String', 'undefined']);

describe('mutations', { timeout: 60_000 }, () => {
  it('have names of their own', () => {
    expect(allMutations.length).toBeGreaterThan(100);
    expect(new Set(allMutations.map(({ name }) => name)).size).toBe(allMutations.length);
  });

  it.each(allMutations)('$name changes $symbol of $file, and the result uses only names that exist', (mutation) => {
    const source = readFileSync(mutation.file, 'utf8');
    const changed = mutated(source, mutation);
    expect(stripTypeScriptTypes(changed)).not.toBe(stripTypeScriptTypes(source));
    const known = unknownNames(mutation.file, source);
    const added = [...unknownNames(mutation.file, changed)].filter((name) => !known.has(name) && !globals.has(name));
    expect(added).toEqual([]);
  });
});

describe('unknownNames', () => {
  it('finds a variable that was renamed', () => {
    expect([...unknownNames('some.ts', 'const one = 1; export const two = one + other + { short }.short;')]).toEqual([
      'other',
      'short',
    ]);
  });
});
