import { describe, expect, it } from 'vitest';
import { functions } from '../../../../lib/config/functions.ts';
import { stageConfig, stageNamed } from '../../../../lib/config/stages.ts';
import { type Consumer, topicNames, topics } from '../../../../schemas/catalogue.ts';

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

describe('functions', () => {
  it('agree with the catalogue about who they are', () => {
    const consumers = topicNames.flatMap((topic): readonly Consumer[] => topics[topic].consumers);
    expect(consumers).not.toHaveLength(0);
    for (const consumer of consumers) {
      expect(functions).toHaveProperty([consumer.function, 'principal'], consumer.principal);
    }
  });
});
