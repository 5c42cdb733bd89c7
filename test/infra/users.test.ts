import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/config/stages.ts';
import { type Route, routes } from '../../schemas/routes.ts';
import { synthesise } from '../support/synthesised-app.ts';

const { api } = stageConfig('dev');
const issuer = 'https://issuer.example/tenant';
const template = synthesise({ config: { api: { ...api, clients: { issuer, audience: 'shop' } } } }).templates.api;
const methods = Object.values(template.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => Properties);
const [[authorizerId, authorizer] = []] = Object.entries(template.findResources('AWS::ApiGateway::Authorizer'));

describe('a stage whose clients are users', () => {
  it('requires a token of every client, and a key of none', () => {
    const clientRoutes = Object.values<Route>(routes).filter(({ access }) => access === 'client');
    const byToken = methods.filter(({ AuthorizationType }) => AuthorizationType === 'CUSTOM');
    expect(byToken).toHaveLength(clientRoutes.length);
    for (const { AuthorizerId } of byToken) expect(AuthorizerId).toEqual({ Ref: authorizerId });
    for (const { ApiKeyRequired } of methods) expect(ApiKeyRequired ?? false).toBe(false);
    for (const type of ['ApiKey', 'UsagePlan']) template.resourceCountIs(`AWS::ApiGateway::${type}`, 0);
  });

  it('requires the signature of operators all the same', () => {
    const operatorRoutes = Object.values<Route>(routes).filter(({ access }) => access === 'operator');
    const signed = methods.filter(({ AuthorizationType }) => AuthorizationType === 'AWS_IAM');
    expect(signed).toHaveLength(operatorRoutes.length);
  });

  it('blocks an address that sends more than a house full of users does', () => {
    const rules: readonly Readonly<Record<string, unknown>>[] = Object.values(
      template.findResources('AWS::WAFv2::WebACL'),
    ).flatMap(({ Properties }) => Properties.Rules);
    expect(rules.find(({ Name }) => Name === 'RequestsPerAddress')).toMatchObject({
      Statement: { RateBasedStatement: { Limit: 5_000 } },
    });
  });

  it('looks at the Authorization header, and remembers a permit for a minute', () => {
    expect(authorizer?.['Properties']).toMatchObject({
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 60,
    });
    const pattern = new RegExp(`^(?:${authorizer?.['Properties'].IdentityValidationExpression})$`);
    for (const token of ['Bearer a.b.c', 'bearer eyJ-_.e30.x', 'Bearer  a=.b.c ']) expect(token).toMatch(pattern);
    for (const token of ['a.b.c', 'Bearer a.b', 'Bearer a.b.c.d', 'Basic a.b.c', ''])
      expect(token).not.toMatch(pattern);
  });

  it('checks tokens outside the network, knowing issuer and audience and nothing else', () => {
    const [handler] = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(handler?.['Properties']).toMatchObject({ FunctionName: 'orderstream-dev-ops-authorizer', Timeout: 5 });
    expect(handler?.['Properties']).not.toHaveProperty('VpcConfig');
    expect(handler?.['Properties'].Environment.Variables).toMatchObject({
      TOKEN_ISSUER: issuer,
      TOKEN_AUDIENCE: 'shop',
    });
    expect(handler?.['Properties'].Environment.Variables).not.toHaveProperty('KAFKA_BROKERS');
  });

  it('holds back all users together where no plan holds back each', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      // Beside those of the public routes.
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          ThrottlingRateLimit: api.requestsPerSecond,
          ThrottlingBurstLimit: api.burst,
          ResourcePath: '/*',
        }),
      ]),
    });
  });
});
