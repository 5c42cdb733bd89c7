import type { Wiring } from '../shared/runtime/wiring.ts';
import type { ChargeEnvironment } from './charge.env.ts';
import { dynamodbPayments } from './payments.dynamodb.ts';
import type { Patience } from './retry-domain.ts';
import type { SettlePorts } from './settle.ts';

/** What an invocation needs besides the calls of a step: to store their outcome, and to say it. */
const reserveMs = 5_000;
/** A step looks a charge up and makes or cancels it; an adapter may need three requests for the one and two for the other. */
const requestsOfAStep = 5;

const patienceOf = (environment: ChargeEnvironment): Patience => ({
  horizonMs: Number(environment.CHARGE_HORIZON_SECONDS) * 1_000,
  leaseMs: Number(environment.CHARGE_LEASE_SECONDS) * 1_000,
  stepMs: requestsOfAStep * Number(environment.GATEWAY_TIMEOUT_MS) + reserveMs,
});

/** What both functions of the service settle payments with. */
export const settlePorts = (
  { client, clock, environment }: Wiring<ChargeEnvironment>,
  { gateway, observer }: Pick<SettlePorts, 'gateway' | 'observer'>,
): SettlePorts => ({
  payments: dynamodbPayments(client, environment.PAYMENTS_TABLE),
  gateway,
  clock,
  observer,
  patience: patienceOf(environment),
});
