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

describe('the functions that resolve payments', () => {
  it('lease a payment for longer than any of them runs and waits for the gateway', () => {
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

  it('call Stripe with the key of one secret, that no other function may read', () => {
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
