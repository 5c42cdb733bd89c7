import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';
import { createTelemetry } from '../shared/runtime/telemetry.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import { guardedGateway, usualGuard } from './gateway.guarded.ts';
import { simulatedGateway } from './gateway.simulated.ts';
import { powertoolsObserver } from './observer.powertools.ts';
import { dynamodbPayments } from './payments.dynamodb.ts';
import type { PaymentGateway } from './ports.ts';
import type { Patience } from './retry-domain.ts';
import type { SettlePorts } from './settle.ts';

const gatewayOf = (client: DynamoDBDocumentClient, environment: ChargeEnvironment): PaymentGateway => {
  const { PAYMENT_GATEWAY, GATEWAY_RESOURCE, GATEWAY_TIMEOUT_MS } = environment;
  const timeoutMs = Number(GATEWAY_TIMEOUT_MS);
  switch (PAYMENT_GATEWAY) {
    case 'simulated':
      return simulatedGateway(client, GATEWAY_RESOURCE, { clock: systemClock, timeoutMs, wait });
    default:
      throw new RangeError(`PAYMENT_GATEWAY is "${PAYMENT_GATEWAY}": there is no such gateway`);
  }
};

/** What an invocation needs besides the calls of a step: to store their outcome, and to say it. */
const reserveMs = 5_000;
/** A step looks a charge up and makes it; an adapter may need two requests for either. */
const requestsOfAStep = 4;

const patienceOf = (environment: ChargeEnvironment): Patience => ({
  horizonMs: Number(environment.CHARGE_HORIZON_SECONDS) * 1_000,
  landingMs: Number(environment.CHARGE_LANDING_SECONDS) * 1_000,
  stepMs: requestsOfAStep * Number(environment.GATEWAY_TIMEOUT_MS) + reserveMs,
});

/** The ports of the functions that settle payments, as their environment says. */
export const paymentPorts = () => {
  const environment = readEnvironment<ChargeEnvironment>({
    PAYMENTS_TABLE: true,
    PAYMENT_GATEWAY: true,
    GATEWAY_RESOURCE: true,
    GATEWAY_TIMEOUT_MS: true,
    CHARGE_HORIZON_SECONDS: true,
    CHARGE_LANDING_SECONDS: true,
  });
  const client = documentClient();
  const observer = powertoolsObserver(createTelemetry());
  const ports: SettlePorts = {
    payments: dynamodbPayments(client, environment.PAYMENTS_TABLE),
    gateway: guardedGateway(gatewayOf(client, environment), { ...usualGuard, observer }),
    clock: systemClock,
    observer,
    patience: patienceOf(environment),
  };
  return { environment, ports };
};
