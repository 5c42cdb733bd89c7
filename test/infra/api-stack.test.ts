// Also tests lib/constructs/api
import AjvDraft04 from 'ajv-draft-04';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { problem } from '../../functions/shared/runtime/http/problem.ts';
import { validateAdjustStockRequest, validateProblem } from '../../schemas/generated/validators.js';
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
    const always = Object.values<Route>(routes).filter(({ onlyWithGateway }) => onlyWithGateway === undefined);
    const declared = always.map(({ method, path, access, function: name }) => ({
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

  it('that ask for health are served by a function of its own, and so are those that wait', () => {
    const functionsOf = (path: RegExp) =>
      new Set(methods.filter(({ route }) => path.test(route)).map((method) => method.function));
    const [health, waits] = [functionsOf(/ \/health$/), functionsOf(/\/next$/)];
    const others = functionsOf(/^(?!.*(\/health|\/next)$)/);
    expect([...others.intersection(health), ...others.intersection(waits), ...health.intersection(waits)]).toEqual([]);
    expect([health.size, waits.size]).toEqual([1, 1]);
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

  it('that do not exist are answered without a function, as a problem', () => {
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
      TracingEnabled: true,
    });
  });

  it('are watched alike, and throttled where they are public', () => {
    const watched = { LoggingLevel: 'ERROR', DataTraceEnabled: false, MetricsEnabled: true };
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [
        { ...watched, HttpMethod: '*', ResourcePath: '/*' },
        {
          ...watched,
          HttpMethod: 'GET',
          ResourcePath: '/~1health',
          ThrottlingRateLimit: 100,
          ThrottlingBurstLimit: 200,
        },
      ],
    });
  });

  it('have the contracts of their bodies as models, which do not judge', () => {
    const bodies = Object.values(template.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => Properties);
    const modelled = bodies.filter(({ RequestModels }) => RequestModels !== undefined);
    expect(modelled).toHaveLength(
      Object.values<Route>(routes).filter(({ request, onlyWithGateway }) => request && !onlyWithGateway).length,
    );
    for (const { RequestModels, RequestValidatorId } of modelled) {
      expect(RequestModels).toEqual({ 'application/json': { Ref: expect.stringMatching(/^Api.*Request/) } });
      expect(RequestValidatorId).toBeUndefined();
    }
  });
});

describe('models', () => {
  const models = Object.values(template.findResources('AWS::ApiGateway::Model')).map(({ Properties }) => Properties);

  it('are one for each contract of a body', () => {
    expect(models.map(({ Name }) => Name).sort()).toEqual([
      'AdjustStockRequest',
      'CancelOrderRequest',
      'PlaceOrderRequest',
      'ReplayDeadLettersRequest',
      'ShipOrderRequest',
    ]);
  });

  it.each(models)('$Name is a schema of draft 4 that stands alone', ({ Name, Schema }) => {
    const ajv = new AjvDraft04.default({ strict: false, validateFormats: false });
    expect(ajv.validateSchema(Schema)).toBe(true);
    expect(JSON.stringify(Schema)).not.toMatch(/"(\$ref|const)":/);
    expect(Schema).toMatchObject({ $schema: 'http://json-schema.org/draft-04/schema#', title: Name });
  });

  it('take and refuse what the functions do', () => {
    const schema = models.find(({ Name }) => Name === 'AdjustStockRequest')?.['Schema'];
    const validate = new AjvDraft04.default({ strict: false, validateFormats: false }).compile(schema);
    for (const body of [{ delta: 5, reason: 'COUNTED' }, { delta: 0, reason: 'COUNTED' }, { delta: 1.5 }, {}]) {
      expect(validate(body)).toBe(validateAdjustStockRequest(body) === null);
    }
  });
});

describe('firewall', () => {
  const [acl] = Object.values(template.findResources('AWS::WAFv2::WebACL')).map(({ Properties }) => Properties);
  const rules: readonly Readonly<Record<string, unknown>>[] = acl?.['Rules'] ?? [];

  it('stands before the stage', () => {
    const [aclId] = Object.keys(template.findResources('AWS::WAFv2::WebACL'));
    const [stageId] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      WebACLArn: { 'Fn::GetAtt': [aclId, 'Arn'] },
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: stageId }])] },
    });
  });

  it('applies AWS’s managed rules, and blocks their matches', () => {
    const groups = rules.filter((rule) => rule['OverrideAction'] !== undefined);
    expect(groups.map(({ Name }) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
    ]);
    for (const { OverrideAction } of groups) expect(OverrideAction).toEqual({ None: {} });
  });

  it('lets orders of many lines through', () => {
    const common = rules.find(({ Name }) => Name === 'AWSManagedRulesCommonRuleSet');
    const overrides = [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }];
    expect(common).toMatchObject({ Statement: { ManagedRuleGroupStatement: { RuleActionOverrides: overrides } } });
  });

  it('blocks an address that sends more than its client’s key allows', () => {
    const limit = rules.find(({ Name }) => Name === 'RequestsPerAddress');
    expect(limit).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2_000 * 300, EvaluationWindowSec: 300 } },
    });
  });

  it('keeps no credentials and no bodies in its samples', () => {
    const fields = acl?.['DataProtectionConfig'].DataProtections.map(({ Field }: { Field: object }) => Field);
    expect(fields).toEqual([
      { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'x-api-key'] },
      { FieldType: 'BODY' },
    ]);
  });
});

describe('privacy', () => {
  const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));

  it('of callers is kept in the access log', () => {
    const format = JSON.parse(stage?.['Properties'].AccessLogSetting.Format);
    expect(JSON.stringify(format)).not.toMatch(/sourceIp|userAgent|header|querystring|authorizer\.claims/);
  });

  it('is kept in every log: there is a retention, and personal data is masked', () => {
    const logs = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(2);
    for (const { Properties } of logs) {
      expect(Properties.RetentionInDays).toBe(7);
      expect(JSON.stringify(Properties.DataProtectionPolicy)).toContain('EmailAddress');
    }
  });

  it('of API Gateway’s own log is there before API Gateway makes it', () => {
    const [id] = Object.entries(template.findResources('AWS::Logs::LogGroup'))
      .filter(([, { Properties }]) => JSON.stringify(Properties.LogGroupName).includes('API-Gateway-Execution-Logs_'))
      .map(([found]) => found);
    expect(stage?.['DependsOn']).toContain(id);
  });
});

describe('connections', () => {
  it('are of TLS 1.2 or newer, also under API Gateway’s own name', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      SecurityPolicy: Match.stringLikeRegexp('^SecurityPolicy_TLS13_1_2_'),
      EndpointAccessMode: 'BASIC',
      DisableExecuteApiEndpoint: false,
    });
  });

  it('from other origins are not allowed', () => {
    expect(methods.filter(({ route }) => route.startsWith('OPTIONS'))).toEqual([]);
    expect(JSON.stringify(template.toJSON())).not.toContain('Access-Control-Allow');
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

  it.each(['THROTTLED', 'QUOTA_EXCEEDED'])('%s has a Retry-After', (type) => {
    const response = responses.find(({ ResponseType }) => ResponseType === type);
    expect(response?.['ResponseParameters']['gatewayresponse.header.Retry-After']).toMatch(/^'[0-9]+'$/);
  });
});
