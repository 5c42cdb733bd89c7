// Also tests functions/ops/authorizer
import { describe, expect, it } from 'vitest';
import { authorizeUser } from '../../../../../functions/ops/authorizer/authorizer.ts';
import { policyDecision } from '../../../../../localstack/api/authorization/policy-document.ts';

const stage = 'arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/v1';
const authorize = authorizeUser({ subjectOf: async (token) => (token === 'good' ? 'ada' : undefined) });

describe('an authorizer', () => {
  it.each(['Bearer good', 'bearer good', 'Bearer  good '])('permits the user of %j', async (authorization) => {
    expect(await authorize(authorization, `${stage}/GET/orders/7`)).toMatchObject({ principalId: 'ada' });
  });

  it.each(['Bearer bad', 'good', 'Basic good', 'Bearer', 'Bearer good bad', ''])('denies %j', async (token) => {
    expect(await authorize(token, `${stage}/GET/orders/7`)).toBeUndefined();
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(129)])('denies a user id that orders cannot contain: %j', async (subject) => {
    const permit = authorizeUser({ subjectOf: async () => subject })('Bearer good', `${stage}/GET/orders/7`);
    expect(await permit).toBeUndefined();
  });

  it('permits exactly the whole stage, because API Gateway caches the permit for other routes', async () => {
    const permit = await authorize('Bearer good', `${stage}/GET/orders/7`);
    const decide = (arn: string) => policyDecision(permit?.policyDocument, arn);
    expect(decide(`${stage}/POST/orders`)).toBe('Allow');
    expect(decide(`${stage}/GET/orders/8/status`)).toBe('Allow');
    expect(decide(stage.replace('/v1', '/v2/GET/orders'))).toBe('nothing');
    expect(decide(`${stage.replace('abcdef1234', 'other')}/GET/orders`)).toBe('nothing');
  });
});
