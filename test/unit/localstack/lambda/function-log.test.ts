import { describe, expect, it } from 'vitest';
import { LineSplitter, LogTail } from '../../../../localstack/lambda/function-log.ts';

describe('a line splitter', () => {
  it('joins what chunks cut apart, also inside a character', () => {
    const bytes = Buffer.from('héllo\nwörld\nend');
    const splitter = new LineSplitter();
    const lines = [...bytes].flatMap((byte) => splitter.push(Buffer.from([byte])));
    expect(lines).toEqual(['héllo', 'wörld']);
    expect(splitter.end()).toEqual(['end']);
  });

  it('has nothing left after a line break, and gives what is left once', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(Buffer.from('one\n\ntwo\n'))).toEqual(['one', '', 'two']);
    expect(splitter.end()).toEqual([]);
    splitter.push(Buffer.from('rest'));
    expect(splitter.end()).toEqual(['rest']);
    expect(splitter.end()).toEqual([]);
  });
});

describe('a log tail', () => {
  const text = (tail: LogTail): string => Buffer.from(tail.toBase64(), 'base64').toString();

  it('keeps short logs whole', () => {
    const tail = new LogTail();
    tail.add('one');
    tail.add('two');
    expect(text(tail)).toBe('one\ntwo\n');
  });

  it('keeps the last 4 KB of long ones', () => {
    const tail = new LogTail();
    for (let line = 0; line < 1000; line += 1) tail.add(`line ${line}`);
    expect(text(tail)).toHaveLength(4096);
    expect(text(tail)).toMatch(/line 998\nline 999\n$/);
  });
});
