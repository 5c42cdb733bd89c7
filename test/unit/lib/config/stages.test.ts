import { describe, expect, it } from 'vitest';
import { stageConfig, stageNamed } from '../../../../lib/config/stages.ts';

describe('stages', () => {
  it('names a stage that exists', () => {
    expect(stageNamed('prod')).toBe('prod');
  });

  it.each(['staging', '', 7, undefined])('refuses %j and lists the stages', (name) => {
    expect(() => stageNamed(name)).toThrow(/^Unknown stage .*choose one of dev, prod/);
  });

  it('keeps the state of prod', () => {
    expect(stageConfig('prod').retainState).toBe(true);
  });
});
