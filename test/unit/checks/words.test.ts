import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overBaseline, sumOf } from '../../words/baseline.ts';
import { findWords } from '../../words/find-words.ts';

const wordsOf = (text: string) => findWords(text).map(({ word }) => word);

describe('private words', () => {
  it.each([
    ['// The saga is told of it.', ['told']],
    ['const onTold = () => undefined;', ['told']],
    ['export type Told = string;', ['told']],
    ['metrics.hear(name, line);', ['hear']],
    ['import { lookAfter } from "./look-after.ts";', ['look after', 'look after']],
    ['# Given up', ['given up']],
    ['the record was given  up', ['given up']],
    ['GIVEN_UP', ['given up']],
    ['Whoever comes last says so', ['says', 'whoever']],
  ])('%s', (text, expected) => {
    expect(wordsOf(text)).toEqual(expected);
  });

  it.each([
    'shear',
    'heart',
    'essays',
    'storytelling',
    'hearth',
    'butter',
    'crewel',
    'a nobodys',
    'saysomething',
    'demeans',
  ])('not in %s', (text) => {
    expect(wordsOf(text)).toEqual([]);
  });

  it('are named with their line and the word to use instead', () => {
    expect(findWords('first\n  bury(record);')).toEqual([
      { line: 2, text: 'bury(record);', word: 'bury', instead: 'dead-letter' },
    ]);
  });

  it('are let pass in a line that is allowed, and there alone', () => {
    const content = '  as they say\nthey say';
    expect(findWords(content, new Set(['as they say'])).map(({ line }) => line)).toEqual([2]);
  });
});

describe('the recorded counts', () => {
  it('let a file have as many as before, or fewer', () => {
    expect(overBaseline({ a: 2, b: 1, c: 1 }, { a: 2, b: 3 })).toEqual(['c']);
  });

  it('are exceeded by each file that is not recorded', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer({ min: 1, max: 9 })), (counts) => {
        expect(overBaseline(counts, counts)).toEqual([]);
        expect(overBaseline(counts, {})).toEqual(Object.keys(counts));
        expect(sumOf(counts)).toBeGreaterThanOrEqual(Object.keys(counts).length);
      }),
    );
  });
});
