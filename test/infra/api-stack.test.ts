import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { problem } from '../../functions/shared/runtime/http/problem.ts';
import { validateProblem } from '../../schemas/generated/validators.js';
import { problems } from '../../schemas/problems.ts';
import { type Route, routes } from '../../schemas/routes.ts';
import { synthesise } from '../support/synthesised-app.ts';

const template = synthesise().templates.api;
const resources = template.findResources('AWS::ApiGateway::Resource');

const pathOf = (reference: { readonly Ref?: string }): string => {
  const resource = resources[reference.Ref ?? ''];
  return resource ? `${pathOf(resource['Properties'].ParentId)}/${resource['Properties'].PathPart}` : '';
};

const methods = Object.values(template.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => ({
  route: `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)}`,
  key: Properties.ApiKeyRequired,
  authorization: Properties.AuthorizationType ?? 'NONE',
  type: Properties.Integration.Type,
  function: JSON.stringify(Properties.Integration.Uri ?? '').match(/FnGetAtt([A-Za-z]+?)Function/)?.[1],
}));

/** `order/intake` is `OrderIntake` in the template. */
const constructOf = (name: string): string =>
  name.replaceAll(/(^|[/-])([a-z])/g, (_, _start, first) => first.toUpperCase());

describe('routes', () => {
  it('are those of the contract, each for whom it is', () => {
    const byRoute = (one: { readonly route: string }, other: { readonly route: string }) =>
      one.route.localeCompare(other.route);
    const declared = Object.values<Route>(routes).map(({ method, path, access, function: name }) => ({
      route: `${method} ${path}`,
      key: access === 'client',
      authorization: access === 'operator' ? 'AWS_IAM' : 'NONE',
      type: 'AWS_PROXY',
      function: constructOf(name),
    }));
    expect(methods.filter(({ type }) => type !== 'MOCK').sort(byRoute)).toEqual(declared.sort(byRoute));
    const open = declared.filter(({ key, authorization }) => !key && authorization === 'NONE');
    expect(open.map(({ route }) => route)).toEqual(['GET /health']);
  });

  it('for operators are under /admin, which is what their policy allows', () => {
    const operatorRoutes = Object.values<Route>(routes).filter(({ access }) => access === 'operator');
    expect(operatorRoutes.filter(({ path }) => !path.startsWith('/admin/'))).toEqual([]);
    expect(Object.values<Route>(routes).filter(({ path }) => path.startsWith('/admin'))).toEqual(operatorRoutes);
    const [statement] = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'execute-api:Invoke' });
    expect(JSON.stringify(statement.Resource)).toContain('/*/admin/*');
  });

  it('that do not exist are answered by nobody, as a problem', () => {
    const unknown = methods.filter(({ type }) => type === 'MOCK');
    expect(unknown.map(({ route, key, authorization }) => ({ route, key, authorization }))).toEqual([
      { route: 'ANY ', key: false, authorization: 'NONE' },
      { route: 'ANY /{proxy+}', key: false, authorization: 'NONE' },
    ]);
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: {
        Type: 'MOCK',
        IntegrationResponses: [
          Match.objectLike({
            StatusCode: '404',
            ResponseTemplates: { 'application/json': Match.serializedJson(Match.objectLike({ status: 404 })) },
            ResponseParameters: { 'method.response.header.Content-Type': "'application/problem+json'" },
          }),
        ],
      },
    });
  });

  it('are one stage with an access log', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
    });
  });
});

describe('clients', () => {
  it('are throttled by key', () => {
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      Throttle: { RateLimit: 2_000, BurstLimit: 4_000 },
      ApiStages: [{ ApiId: Match.anyValue(), Stage: Match.anyValue() }],
    });
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  it('learn where the API is and which key is theirs', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual(['ApiKeyId', 'ApiUrl', 'OperatorPolicyArn']);
    const [keyId] = Object.keys(template.findResources('AWS::ApiGateway::ApiKey'));
    template.hasOutput('ApiKeyId', { Value: { Ref: keyId } });
  });

  it('find no key in the template', () => {
    template.allResourcesProperties('AWS::ApiGateway::ApiKey', { Value: Match.absent() });
  });
});

describe('errors of API Gateway', () => {
  const responses = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse')).map(
    ({ Properties }) => Properties,
  );

  it('cover both classes and what clients do wrong', () => {
    expect(responses.map(({ ResponseType }) => ResponseType)).toEqual(
      expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'INVALID_API_KEY', 'THROTTLED', 'INTEGRATION_TIMEOUT']),
    );
  });

  const problemOf = (response: (typeof responses)[number]) =>
    JSON.parse(response['ResponseTemplates']['application/json'].replace('$context.error.messageString', '"why"'));

  it.each(responses)('$ResponseType is a problem with the status it is sent with', (response) => {
    const problem = problemOf(response);
    expect(validateProblem(problem)).toBeNull();
    expect(problem).toMatchObject({ status: Number(response['StatusCode']), detail: expect.any(String) });
    expect(response['ResponseParameters']).toMatchObject({
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
    });
  });

  it.each(responses)('$ResponseType is of a type that is known, and means the same in the functions', (response) => {
    const { type, title, status } = problemOf(response);
    const base = JSON.parse(problem('not-found').body).type.replace(/not-found$/, '');
    expect(type.startsWith(base)).toBe(true);
    const known = Object.entries(problems).find(([name]) => `${base}${name}` === type)?.[1];
    expect(known).toEqual({ status, title });
  });

  it('ask for a signature where there is none', () => {
    const response = responses.find(({ ResponseType }) => ResponseType === 'MISSING_AUTHENTICATION_TOKEN');
    expect(response && problemOf(response)).toMatchObject({
      status: 401,
      type: expect.stringMatching(/unauthenticated$/),
    });
  });

  it.each(['THROTTLED', 'QUOTA_EXCEEDED'])('%s says when to come back', (type) => {
    const response = responses.find(({ ResponseType }) => ResponseType === type);
    expect(response?.['ResponseParameters']['gatewayresponse.header.Retry-After']).toMatch(/^'[0-9]+'$/);
  });
});
