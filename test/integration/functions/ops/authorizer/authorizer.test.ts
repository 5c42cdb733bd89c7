import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FunctionBundles } from '../../../../../lib/constructs/functions/function-bundles.ts';
import { startTestLambda, type TestLambda } from '../../../../support/lambda-service.ts';
import { audience, type OidcIssuer, startOidcIssuer } from '../../../../support/oidc-issuer.ts';

const name = 'ops/authorizer';
const stage = 'arn:aws:execute-api:eu-west-1:000000000000:abcdef1234/v1';

/** The bundle that is deployed, under the Lambda runtime, with the variables that the template gives it and no others. */
describe('the authorizer of users', () => {
  let issuer: OidcIssuer;
  let service: TestLambda;
  let output: string;

  beforeAll(async () => {
    output = await mkdtemp(join(tmpdir(), 'orderstream-authorizer-'));
    const handlers = fileURLToPath(new URL('../../../../../functions', import.meta.url));
    new FunctionBundles({ handlers, names: [name], output }).code(name);
    [issuer, service] = await Promise.all([startOidcIssuer(), startTestLambda()]);
    const environment = {
      TOKEN_ISSUER: issuer.issuer,
      TOKEN_AUDIENCE: audience,
      POWERTOOLS_SERVICE_NAME: 'ops',
      POWERTOOLS_METRICS_NAMESPACE: 'orderstream',
    };
    await service.deploy('authorizer', {}, { codeFolder: join(output, name), environment });
  });
  afterAll(async () => {
    await Promise.all([issuer.stop(), service.close()]);
    await rm(output, { recursive: true });
  });

  const ask = async (authorizationToken: string) => {
    const event = { type: 'TOKEN', authorizationToken, methodArn: `${stage}/GET/orders/7` };
    const { payload, functionError } = await service.lambda.invoke('authorizer', JSON.stringify(event));
    return { answer: JSON.parse(payload), functionError };
  };

  it('permits the stage to the subject of a token', async () => {
    expect(await ask(`Bearer ${await issuer.token('ada')}`)).toEqual({
      answer: {
        principalId: 'ada',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${stage}/*` }],
        },
      },
      functionError: undefined,
    });
  });

  it('throws the very word that is a 401', async () => {
    const { answer, functionError } = await ask('Bearer a.b.c');
    expect([answer.errorMessage, functionError]).toEqual(['Unauthorized', 'Unhandled']);
  });

  it('throws another while the issuer does not answer, and logs which', async () => {
    const { token } = issuer;
    await issuer.rotate(true);
    issuer.failing = true;
    const { answer } = await ask(`Bearer ${await token('ada')}`);
    issuer.failing = false;
    expect(answer.errorMessage).toContain('does not answer');
    expect(await service.log('authorizer')).toContain('The token could not be checked');
  });
});
