import { describe, expect, it } from 'vitest';
import { lagSeverity } from '../../../../../functions/ops/model/lag-severity-domain.ts';

describe('the lag of a consumer group', () => {
  it.each([
    ['critical', 9, 0, 'none'],
    ['critical', 10, 0, 'warn'],
    ['critical', 60, 0, 'alarm'],
    ['background', 60, 0, 'none'],
    ['background', 120, 0, 'warn'],
    ['background', 600, 0, 'alarm'],
    ['background', 0, 1, 'alarm'],
  ] as const)('%s, %i s, %i lost: %s', (latency, lag_seconds, lost_records, severity) => {
    expect(lagSeverity({ latency, lag_seconds, lost_records })).toBe(severity);
  });
});
