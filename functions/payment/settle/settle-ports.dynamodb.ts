import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { PaymentEnvironment } from '../model/payment.env.ts';
import type { RetryPolicy } from '../model/retry-domain.ts';
import { dynamodbPayments } from '../store/payments.dynamodb.ts';
import type { SettlePorts } from './settle.ts';

/** Time reserved, besides a step's calls, to store their outcome and to emit it. */
const reserveMs = 5_000;
/**
 * A step looks a charge up and then makes or cancels it; an adapter may need three requests for the first and two for
 * the second.
 */
const requestsOfAStep = 5;

const retryPolicyOf = (environment: PaymentEnvironment): RetryPolicy => ({
  horizonMs: Number(environment.CHARGE_HORIZON_SECONDS) * 1_000,
  leaseMs: Number(environment.CHARGE_LEASE_SECONDS) * 1_000,
  stepMs: requestsOfAStep * Number(environment.GATEWAY_TIMEOUT_MS) + reserveMs,
});

/** The ports of the functions that settle payments. */
export const settlePorts = (
  { client, clock, environment }: Dependencies<PaymentEnvironment>,
  { gateway, observer }: Pick<SettlePorts, 'gateway' | 'observer'>,
): SettlePorts => ({
  payments: dynamodbPayments(client, environment.PAYMENTS_TABLE),
  gateway,
  clock,
  observer,
  retryPolicy: retryPolicyOf(environment),
});
