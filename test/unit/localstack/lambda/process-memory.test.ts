import { describe, expect, it } from 'vitest';
import { parseProcStatus, parseProportional, parsePs } from '../../../../localstack/lambda/process-memory.ts';

describe('the memory of a process', () => {
  it('is read from /proc: pages of mapped files can be taken back and do not count against the limit', () => {
    const status =
      'Name:\tnode\nVmPeak:\t 999999 kB\nVmHWM:\t   81920 kB\nVmRSS:\t   71680 kB\nRssAnon:\t   30720 kB\nRssFile:\t   40960 kB\nRssShmem:\t       0 kB\n';
    expect(parseProcStatus(status)).toEqual({ residentMb: 70, peakMb: 80, unreclaimablePeakMb: 40 });
  });

  it('is unknown once the process has ended', () => {
    expect(parseProcStatus('')).toBeUndefined();
    expect(parseProcStatus('Name:\tnode\nState:\tZ (zombie)\n')).toBeUndefined();
  });

  it('is read from ps elsewhere', () => {
    const memory = parsePs('  123  2048\n 4567 10240\n');
    expect(memory.get(123)?.residentMb).toBe(2);
    expect(memory.get(4567)).toEqual({ residentMb: 10, peakMb: 10, unreclaimablePeakMb: 10 });
    expect(parsePs('')).toEqual(new Map());
  });
});

describe('the memory of processes together', () => {
  it('is what each has to itself, and its part of what they share', () => {
    const rollup = '55cb-7ffd ---p 00000000 00:00 0 [rollup]\nRss:  102400 kB\nPss:   61440 kB\nPss_Dirty: 112 kB\n';
    expect(parseProportional(rollup)).toBe(60);
    expect(parseProportional('')).toBeUndefined();
  });
});
