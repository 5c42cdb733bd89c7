import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { allMutations } from '../../../../simulation/mutations/all-mutations.ts';
import { mutated } from '../../../../simulation/mutations/mutation.ts';

describe('mutations', () => {
  it('have names of their own', () => {
    expect(allMutations.length).toBeGreaterThan(100);
    expect(new Set(allMutations.map(({ name }) => name)).size).toBe(allMutations.length);
  });

  it.each(allMutations)('$name changes $file once, and leaves it readable', (mutation) => {
    const source = readFileSync(mutation.file, 'utf8');
    const changed = mutated(source, mutation);
    expect(changed).not.toBe(source);
    expect(() => stripTypeScriptTypes(changed)).not.toThrow();
  });

  it('refuses a text that is not there, or there twice', () => {
    const mutation = { name: 'some', file: 'some.ts', find: 'one', replace: '', about: '' };
    expect(() => mutated('two', mutation)).toThrow(RangeError);
    expect(() => mutated('one one', mutation)).toThrow(RangeError);
  });
});
