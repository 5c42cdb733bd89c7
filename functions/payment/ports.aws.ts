import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';
import { createTelemetry } from '../shared/runtime/telemetry.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import type { ComparePorts } from './compare.ts';
import { dynamodbComparisons } from './comparisons.dynamodb.ts';
import { configuredGateway } from './gateway.configured.ts';
import { guardedGateway, usualGuard } from './gateway.guarded.ts';
import { powertoolsObserver } from './observer.powertools.ts';
import { dynamodbPayments } from './payments.dynamodb.ts';
import type { ReconcileEnvironment } from './reconcile.env.ts';
import type { Patience } from './retry-domain.ts';
import type { SettlePorts } from './settle.ts';

/** What an invocation needs besides the calls of a step: to store their outcome, and to say it. */
const reserveMs = 5_000;
/** A step looks a charge up and makes it; an adapter may need two requests for either. */
const requestsOfAStep = 4;

const patienceOf = (environment: ChargeEnvironment): Patience => ({
  horizonMs: Number(environment.CHARGE_HORIZON_SECONDS) * 1_000,
  landingMs: Number(environment.CHARGE_LANDING_SECONDS) * 1_000,
  stepMs: requestsOfAStep * Number(environment.GATEWAY_TIMEOUT_MS) + reserveMs,
});

const variables = {
  PAYMENTS_TABLE: true,
  PAYMENT_GATEWAY: true,
  GATEWAY_RESOURCE: true,
  GATEWAY_TIMEOUT_MS: true,
  CHARGE_HORIZON_SECONDS: true,
  CHARGE_LANDING_SECONDS: true,
} as const;

const portsOf = (environment: ChargeEnvironment) => {
  const client = documentClient();
  const observer = powertoolsObserver(createTelemetry());
  const { gateway, statement } = configuredGateway(environment, client);
  const ports: SettlePorts = {
    payments: dynamodbPayments(client, environment.PAYMENTS_TABLE),
    gateway: guardedGateway(gateway, { ...usualGuard, observer }),
    clock: systemClock,
    observer,
    patience: patienceOf(environment),
  };
  return { client, statement, ports };
};

/** The ports of `payment/charge`, as its environment says. */
export const chargePorts = () => {
  const environment = readEnvironment<ChargeEnvironment>(variables);
  return { environment, ports: portsOf(environment).ports };
};

/** The ports of `payment/reconcile`, as its environment says. */
export const reconcilePorts = () => {
  const environment = readEnvironment<ReconcileEnvironment>({ ...variables, STATEMENTS_TABLE: true });
  const { client, statement, ports } = portsOf(environment);
  const { STATEMENTS_TABLE, PAYMENT_GATEWAY } = environment;
  const comparisons = dynamodbComparisons(client, STATEMENTS_TABLE, PAYMENT_GATEWAY);
  const all: SettlePorts & ComparePorts = { ...ports, statement, comparisons };
  return { environment, ports: all };
};
