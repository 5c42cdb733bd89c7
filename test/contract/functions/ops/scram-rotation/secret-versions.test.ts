import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretsManagerVersions } from '../../../../../functions/ops/scram-rotation/secret-versions.secrets-manager.ts';
import { startAwsEndpoint } from '../../../../support/fakes/aws-endpoint.ts';

describe('the versions of a secret in Secrets Manager', () => {
  let endpoint: Awaited<ReturnType<typeof startAwsEndpoint>>;
  beforeAll(async () => {
    endpoint = await startAwsEndpoint();
  });
  afterAll(() => endpoint.stop());

  const versions = () => secretsManagerVersions(new SecretsManagerClient(endpoint.client));
  const answer = (status: number, body: object) => endpoint.answer({ status, body: JSON.stringify(body) });
  const asked = () => JSON.parse(endpoint.requests[0]?.body ?? '{}');

  it('have labels', async () => {
    answer(200, { VersionIdsToStages: { one: ['AWSCURRENT', 'AWSPENDING'], two: ['AWSPREVIOUS'] } });
    expect(await versions().list('secret')).toEqual([
      { id: 'one', labels: ['AWSCURRENT', 'AWSPENDING'] },
      { id: 'two', labels: ['AWSPREVIOUS'] },
    ]);
  });

  it('are read by their id', async () => {
    answer(200, { SecretString: 'value' });
    expect(await versions().read('secret', 'one')).toBe('value');
    expect(asked()).toEqual({ SecretId: 'secret', VersionId: 'one' });
  });

  it('have no value before one is stored; other faults are thrown', async () => {
    answer(400, { __type: 'ResourceNotFoundException', message: 'no value' });
    expect(await versions().read('secret', 'one')).toBeUndefined();
    answer(400, { __type: 'AccessDeniedException', message: 'no' });
    await expect(versions().read('secret', 'one')).rejects.toThrow('no');
  });

  it('are added as the pending one', async () => {
    answer(200, {});
    await versions().addPending('secret', 'two', 'value');
    expect(asked()).toEqual({
      SecretId: 'secret',
      ClientRequestToken: 'two',
      VersionStages: ['AWSPENDING'],
      SecretString: 'value',
    });
  });

  it('become current in place of the former', async () => {
    answer(200, {});
    await versions().makeCurrent('secret', 'two', 'one');
    expect(asked()).toEqual({
      SecretId: 'secret',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: 'two',
      RemoveFromVersionId: 'one',
    });
  });
});
