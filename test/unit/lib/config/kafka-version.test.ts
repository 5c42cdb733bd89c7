import { describe, expect, it } from 'vitest';
import { kraftVersion } from '../../../../lib/config/kafka-version.ts';

describe('kraftVersion', () => {
  it.each(['4.1.x.kraft', '3.9.x.kraft', '4.1.2.kraft'])('takes %s', (version) => {
    expect(kraftVersion(version)).toBe(version);
  });

  it.each(['4.1.x', '3.9.x', '4.1.kraft', '4.x.kraft', 'kraft', '', '4.1.x.kraft '])('refuses %j', (version) => {
    expect(() => kraftVersion(version)).toThrow(`kafka.version is ${JSON.stringify(version)}`);
  });
});
