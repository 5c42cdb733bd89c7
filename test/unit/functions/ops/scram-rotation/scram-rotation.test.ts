// Also tests functions/ops/scram-rotation
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RotationRequest, rotateScramSecret } from '../../../../../functions/ops/scram-rotation/scram-rotation.ts';
import { InMemorySecretVersions } from '../../../../support/fakes/in-memory-secret-versions.ts';

const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const login = (password: string, username = 'order') => JSON.stringify({ username, password });

const rotating = () => {
  const versions = new InMemorySecretVersions();
  versions.values.set('first', login('old'));
  versions.labels.set('first', ['AWSCURRENT']);
  versions.begin('second');
  let made = 0;
  const newPassword = () => {
    made += 1;
    return `new-${made}`;
  };
  const rotate = rotateScramSecret({ versions, newPassword });
  const run = (step: RotationRequest['step'], versionId = 'second') => rotate({ step, secretId: 'secret', versionId });
  return { versions, run };
};

describe('the rotation of a Kafka password', () => {
  it('ends with another password of the same user, and keeps the previous one', async () => {
    const { versions, run } = rotating();
    for (const step of steps) await run(step);
    expect(versions.labelled('AWSCURRENT')).toBe('second');
    expect(versions.labelled('AWSPREVIOUS')).toBe('first');
    expect(versions.values.get('second')).toBe(login('new-1'));
    expect(versions.values.get('first')).toBe(login('old'));
  });

  it('changes no password in use before its last step', async () => {
    const { versions, run } = rotating();
    for (const step of steps.slice(0, -1)) {
      await run(step);
      expect(versions.labelled('AWSCURRENT')).toBe('first');
    }
  });

  it('has the same result, however often each step is repeated', async () => {
    const repeats = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: steps.length, maxLength: steps.length });
    await fc.assert(
      fc.asyncProperty(repeats, async (times) => {
        const { versions, run } = rotating();
        for (const [index, step] of steps.entries()) {
          for (let time = 0; time < (times[index] ?? 1); time += 1) await run(step);
        }
        expect(versions.labelled('AWSCURRENT')).toBe('second');
        expect(versions.values.get('second')).toBe(login('new-1'));
      }),
    );
  });

  it('continues after an interruption, and can run again', async () => {
    const { versions, run } = rotating();
    await run('createSecret');
    versions.begin('third');
    for (const step of steps) await run(step, 'third');
    expect(versions.labelled('AWSCURRENT')).toBe('third');
    expect(versions.values.get('third')).toBe(login('new-2'));
  });

  it.each(steps)('rejects %s of a version that is not pending', async (step) => {
    const { versions, run } = rotating();
    await expect(run(step, 'another')).rejects.toThrow('the version another is not pending');
    expect(versions.labelled('AWSCURRENT')).toBe('first');
  });

  it('refuses a secret without a current version', async () => {
    const { versions, run } = rotating();
    versions.labels.delete('first');
    await expect(run('createSecret')).rejects.toThrow('no current version');
  });

  it.each([
    ['of another user', login('hush', 'payment')],
    ['with the same password', login('old')],
    ['without a password', login('')],
    ['that is no JSON', '{"username": "order", "password": hush}'],
    ['that is not there', undefined],
  ])('rejects a version %s, without disclosing it', async (_, value) => {
    const { versions, run } = rotating();
    if (value !== undefined) versions.values.set('second', value);
    const refused = run('testSecret');
    await expect(refused).rejects.toThrow(/^the version second (is|has) /);
    await expect(refused).rejects.not.toThrow(/hush/);
  });
});
