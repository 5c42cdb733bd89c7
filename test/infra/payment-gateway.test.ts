import { describe, expect, it } from 'vitest';
import { chargeLeaseSeconds } from '../../lib/config/charge-lease.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { synthesise } from '../support/synthesised-app.ts';

const simulated = synthesise().templates;
const { timeoutMs, horizonSeconds } = stageConfig('dev').payment;
const stripe = synthesise({ config: { payment: { gateway: 'stripe', timeoutMs, horizonSeconds } } }).templates;

const settlers = (templates: typeof simulated) =>
  Object.values(templates.services.findResources('AWS::Lambda::Function')).filter(({ Properties }) =>
    /payment-(charge|reconcile)$/.test(Properties.FunctionName),
  );
const secrets = (templates: typeof simulated) =>
  Object.entries(templates.services.findResources('AWS::SecretsManager::Secret'));
const secretNamed = (name: string): string =>
  secrets(stripe).find(([, { Properties }]) => Properties.Name === name)?.[0] ?? '';
const rightsOn = (templates: typeof simulated, id: string) =>
  Object.values(templates.services.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.PolicyDocument).includes(`{"Ref":"${id}"}`),
  );

describe('the functions that settle payments', () => {
  it('lease a payment for longer than any of them runs and asks', () => {
    for (const { Properties } of settlers(simulated)) {
      const { CHARGE_LEASE_SECONDS, GATEWAY_TIMEOUT_MS } = Properties.Environment.Variables;
      expect(Number(CHARGE_LEASE_SECONDS)).toBeGreaterThan(Properties.Timeout + Number(GATEWAY_TIMEOUT_MS) / 1_000);
    }
  });

  it.each(['dev', 'prod'] as const)('give a charge up in %s before its order is', (stage) => {
    const { payment, orders } = stageConfig(stage);
    expect(payment.horizonSeconds + chargeLeaseSeconds(payment)).toBeLessThan(orders.sagaDeadlineSeconds);
  });

  it('ask the simulated gateway with its own table', () => {
    expect(settlers(simulated)).toHaveLength(2);
    for (const { Properties } of settlers(simulated)) {
      expect(Properties.Environment.Variables).toMatchObject({ PAYMENT_GATEWAY: 'simulated' });
    }
    expect(secrets(simulated)).toEqual([]);
  });

  it('ask Stripe with the key of one secret, that nobody else may read', () => {
    const id = secretNamed('orderstream-dev-stripe-api-key');
    for (const { Properties } of settlers(stripe)) {
      expect(Properties.Environment.Variables).toMatchObject({
        PAYMENT_GATEWAY: 'stripe',
        GATEWAY_RESOURCE: { Ref: id },
      });
    }
    expect(rightsOn(stripe, id)).toHaveLength(2);
  });

  it('have a way out of every zone only where they ask Stripe', () => {
    const gateways = (templates: typeof simulated) => templates.network.findResources('AWS::EC2::NatGateway');
    expect(Object.keys(gateways(simulated))).toHaveLength(0);
    expect(Object.keys(gateways(stripe))).toHaveLength(stageConfig('dev').zones);
  });

  it('are started every minute to take up what is parked', () => {
    const rules = Object.values(simulated.services.findResources('AWS::Events::Rule'));
    const reconcile = settlers(simulated).find(({ Properties }) => Properties.FunctionName.endsWith('reconcile'));
    expect(reconcile?.['Properties'].Timeout).toBeLessThan(60);
    const minutely = rules.filter(({ Properties }) => Properties.ScheduleExpression === 'rate(1 minute)');
    expect(JSON.stringify(minutely)).toContain('PaymentReconcile');
  });
});

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
    const id = secretNamed('orderstream-dev-stripe-webhook');
    expect(id).not.toBe('');
    expect(webhook.Environment.Variables).toMatchObject({ WEBHOOK_SECRET_ARN: { Ref: id } });
    expect(rightsOn(stripe, id)).toHaveLength(1);
    const tables = statements.filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:'));
    expect(JSON.stringify(tables.map(({ Resource }) => Resource))).toMatch(/^\[\{[^[\]]*Payments\w+"\}\]$/);
  });

  it('is outside the network, and knows no broker', () => {
    const webhook = webhookIn(stripe);
    expect(webhook).not.toHaveProperty('VpcConfig');
    expect(Object.keys(webhook.Environment.Variables).filter((name) => name.startsWith('KAFKA'))).toEqual([]);
  });
});
