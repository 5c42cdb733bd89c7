import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { PaymentEnvironment } from '../model/payment.env.ts';
import type { RetryPolicy } from '../model/retry-domain.ts';
import { dynamodbPayments } from '../store/payments.dynamodb.ts';
import type { SettlePorts } from './settle.ts';

/** What an invocation needs besides the calls of a step: to store their outcome, and to say it. */
const reserveMs = 5_000;
/** A step looks a charge up and makes or cancels it; an adapter may need three requests for the one and two for the other. */
const requestsOfAStep = 5;

const retryPolicyOf = (environment: PaymentEnvironment): RetryPolicy => ({
  horizonMs: Number(environment.CHARGE_HORIZON_SECONDS) * 1_000,
  leaseMs: Number(environment.CHARGE_LEASE_SECONDS) * 1_000,
  stepMs: requestsOfAStep * Number(environment.GATEWAY_TIMEOUT_MS) + reserveMs,
});

/** What both functions of the service settle payments with. */
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
