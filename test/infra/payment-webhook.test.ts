import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/config/stages.ts';
import { synthesise } from '../support/synthesised-app.ts';

const simulated = synthesise().templates;
const { timeoutMs, horizonSeconds } = stageConfig('dev').payment;
const stripe = synthesise({ config: { payment: { gateway: 'stripe', timeoutMs, horizonSeconds } } }).templates;

describe('the function that Stripe calls', () => {
  const webhookIn = (templates: typeof simulated) =>
    Object.values(templates.services.findResources('AWS::Lambda::Function')).find(({ Properties }) =>
      Properties.FunctionName.endsWith('payment-webhook'),
    )?.['Properties'];
  const methodsIn = (templates: typeof simulated) => {
    const [id] = Object.entries(templates.api.findResources('AWS::ApiGateway::Resource'))
      .filter(([, { Properties }]) => Properties.PathPart === 'stripe')
      .map(([found]) => found);
    return Object.values(templates.api.findResources('AWS::ApiGateway::Method')).filter(
      ({ Properties }) => id !== undefined && Properties.ResourceId.Ref === id,
    );
  };

  it('is there with its route only where Stripe is the gateway', () => {
    expect(webhookIn(simulated)).toBeUndefined();
    expect(methodsIn(simulated)).toEqual([]);
    expect(JSON.stringify(simulated.api.toJSON())).not.toContain('webhooks');
    expect(methodsIn(stripe)).toHaveLength(1);
  });

  it('is called without a key and without IAM: the signature of the body is the authentication', () => {
    const [method] = methodsIn(stripe);
    expect(method?.['Properties']).toMatchObject({
      ...{ HttpMethod: 'POST', ApiKeyRequired: false, AuthorizationType: 'NONE' },
      // The body is passed on as it came: a template or a validator would judge or change what is signed.
      Integration: { Type: 'AWS_PROXY', Uri: expect.anything() },
    });
    expect(method?.['Properties']).not.toHaveProperty('RequestValidatorId');
    expect(JSON.stringify(method?.['Properties'].Integration.Uri)).toContain('PaymentWebhook');
    const [api] = Object.values(stripe.api.findResources('AWS::ApiGateway::RestApi'));
    expect(api?.['Properties']).not.toHaveProperty('BinaryMediaTypes');
  });

  it('is held back for all callers together', () => {
    const [stage] = Object.values(stripe.api.findResources('AWS::ApiGateway::Stage'));
    expect(stage?.['Properties'].MethodSettings).toContainEqual(
      expect.objectContaining({
        ...{ HttpMethod: 'POST', ResourcePath: '/~1webhooks~1stripe' },
        ...{ ThrottlingRateLimit: 2_000, ThrottlingBurstLimit: 4_000 },
      }),
    );
  });

  it('is reached past the firewall’s rules on addresses and bodies, and past no other', () => {
    const rulesIn = (templates: typeof simulated) =>
      Object.values(templates.api.findResources('AWS::WAFv2::WebACL')).flatMap(({ Properties }) => Properties.Rules);
    const narrowed = (templates: typeof simulated) =>
      rulesIn(templates).filter((rule) => JSON.stringify(rule).includes('ScopeDownStatement'));
    expect(narrowed(simulated)).toEqual([]);
    expect(narrowed(stripe).map(({ Name }) => Name)).toEqual(['RequestsPerAddress', 'AWSManagedRulesCommonRuleSet']);
    for (const rule of narrowed(stripe)) {
      const statement = rule.Statement.RateBasedStatement ?? rule.Statement.ManagedRuleGroupStatement;
      expect(statement.ScopeDownStatement.NotStatement.Statement.ByteMatchStatement).toMatchObject({
        ...{ FieldToMatch: { UriPath: {} }, PositionalConstraint: 'ENDS_WITH', SearchString: '/webhooks/stripe' },
      });
    }
  });

  it('may read and write single payments, read its own secret, and nothing else', () => {
    const webhook = webhookIn(stripe);
    const role: string = webhook.Role['Fn::GetAtt'][0];
    const statements = Object.values(stripe.services.findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { readonly Ref: string }) => Ref === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const actions: readonly string[] = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(logs|xray|kms):/.test(action)).sort()).toEqual([
      ...['dynamodb:GetItem', 'dynamodb:PutItem', 'secretsmanager:GetSecretValue'],
    ]);
    const [id = ''] = Object.entries(stripe.services.findResources('AWS::SecretsManager::Secret'))
      .filter(([, { Properties }]) => Properties.Name === 'orderstream-dev-stripe-webhook')
      .map(([found]) => found);
    expect(id).not.toBe('');
    expect(webhook.Environment.Variables).toMatchObject({ WEBHOOK_SECRET_ARN: { Ref: id } });
    const readers = Object.values(stripe.services.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes(`{"Ref":"${id}"}`),
    );
    expect(readers).toHaveLength(1);
    const tables = statements.filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:'));
    expect(JSON.stringify(tables.map(({ Resource }) => Resource))).toMatch(/^\[\{[^[\]]*Payments\w+"\}\]$/);
  });

  it('is outside the network, and knows no broker', () => {
    const webhook = webhookIn(stripe);
    expect(webhook).not.toHaveProperty('VpcConfig');
    expect(Object.keys(webhook.Environment.Variables).filter((name) => name.startsWith('KAFKA'))).toEqual([]);
  });
});
