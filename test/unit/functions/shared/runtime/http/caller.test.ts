import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { httpRequest } from '../../../../../../functions/shared/runtime/http/request.ts';

const sample: APIGatewayProxyEvent = JSON.parse(
  readFileSync(new URL('../../../../../support/aws-events/apigw-rest-no-auth.json', import.meta.url), 'utf8'),
);
type Identity = APIGatewayProxyEvent['requestContext']['identity'];
const caller = (identity: Partial<Identity>, stageVariables: Readonly<Record<string, string>> | null = null) => {
  const { requestContext } = sample;
  const whole = { ...requestContext, identity: { ...requestContext.identity, ...identity } };
  const { client, actor } = httpRequest({ ...sample, requestContext: whole, stageVariables }, {} as Context);
  return { client, actor };
};

describe('a client with an API key', () => {
  const keys = { client_shop: 'first00001,second0002,third00003', client_other: 'other00001,other00002' };

  it.each(['first00001', 'second0002', 'third00003'])('is the same with key %s', (apiKeyId) => {
    expect(caller({ apiKeyId }, keys)).toEqual({ client: 'key:first00001', actor: 'key:first00001' });
  });

  it('differs for a key of another client', () => {
    expect(caller({ apiKeyId: 'other00002' }, keys).client).toBe('key:other00001');
  });

  it('is its key if the stage does not list it, compatible with stages without second keys', () => {
    expect(caller({ apiKeyId: 'alone00001' }, keys).client).toBe('key:alone00001');
    expect(caller({ apiKeyId: 'alone00001' }).client).toBe('key:alone00001');
    expect(caller({ apiKeyId: 'first' }, { ...keys, unrelated: 'x,first' }).client).toBe('key:first');
  });
});

describe('an operator', () => {
  const role = 'arn:aws:sts::123456789012:assumed-role/Operators';
  const signed = (session: string, accessKey: string, variables?: Readonly<Record<string, string>>) =>
    caller(
      { userArn: `${role}/${session}`, accessKey, caller: `AROA1:${session}`, user: `AROA1:${session}` },
      variables,
    );

  it('is the role, whatever the session name', () => {
    expect(signed('ada', 'ASIA1').client).toBe(`iam:${role}`);
    expect(signed('1764489600', 'ASIA2').client).toBe(`iam:${role}`);
  });

  it('is recorded in the audit trail with its session and access key', () => {
    expect(signed('ada', 'ASIA1').actor).toBe(`iam:${role} (session ada, access key ASIA1)`);
  });

  it('is role and source identity if IAM only admits sessions named after it', () => {
    const name = `iam:${role}/ada`;
    expect(signed('ada', 'ASIA1', { operators: 'sourceIdentity' })).toEqual({ client: name, actor: name });
  });

  it.each(['arn:aws:iam::123456789012:user/ada', 'arn:aws:iam::123456789012:root'])(
    'without a session is %s',
    (userArn) => {
      expect(caller({ userArn, accessKey: 'AKIA1' })).toEqual({ client: `iam:${userArn}`, actor: `iam:${userArn}` });
    },
  );

  it('has an actor within the limit of events', () => {
    expect(signed('s'.repeat(300), 'ASIA1').actor).toHaveLength(256);
  });
});
