import { describe, expect, it } from 'vitest';
import { stageConfig, stageNamed, stageNames } from '../../../../lib/config/stages.ts';

describe('stages', () => {
  it('names a stage that exists', () => {
    expect(stageNamed('prod')).toBe('prod');
  });

  it.each(['staging', '', 7, undefined])('refuses %j and lists the stages', (name) => {
    expect(() => stageNamed(name)).toThrow(/^Unknown stage .*choose one of dev, prod/);
  });

  it('lets no client hold more than a fourth of the waits, and each of them one', () => {
    for (const { api } of stageNames.map(stageConfig)) {
      expect(api.waits.perClient).toBeGreaterThanOrEqual(1);
      if (api.waits.atOnce !== 'unreserved') expect(api.waits.perClient * 4).toBeLessThanOrEqual(api.waits.atOnce);
    }
  });

  it('keeps the state of prod', () => {
    expect(stageConfig('prod').retainState).toBe(true);
  });
});
