import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConstantBackoff,
  CountBreaker,
  circuitBreaker,
  handleWhenResult,
  retry,
  wrap,
} from 'cockatiel';
import type {
  LookupAnswer,
  NoAnswer,
  PaymentGateway,
  PaymentObserver,
  PrepareAnswer,
  RefundLookupAnswer,
} from '../model/ports.ts';

export interface Guard {
  readonly observer: Pick<PaymentObserver, 'count'>;
  /** Concurrent calls: a slow gateway occupies no more of an execution environment. */
  readonly concurrency: number;
  /** How long an open breaker rejects calls before one call probes the gateway. */
  readonly restMs: number;
  /** Delay before the one quick retry of a call that the gateway refused to serve. */
  readonly quickRetryMs: number;
}

export const usualGuard = { concurrency: 32, restMs: 10_000, quickRetryMs: 100 } as const;

type Answer = PrepareAnswer | LookupAnswer | RefundLookupAnswer;

const statusOf = (answer: unknown): Answer['status'] => (answer as Answer).status;
const isUnavailable = (answer: unknown): boolean => statusOf(answer) === 'unavailable';
/** A client's mistake, or a conflict of two of our own requests, is no failure of the gateway. */
const isFailure = (answer: unknown): boolean =>
  (isUnavailable(answer) || statusOf(answer) === 'unknown') && (answer as NoAnswer).gatewayIsHealthy !== true;

/**
 * Protects a failing gateway from calls, and the platform from waiting for it. If half of the last twenty calls failed,
 * the breaker opens: calls end at once, as `unavailable`, and the payments are parked.
 */
export const guardedGateway = (gateway: PaymentGateway, guard: Guard): PaymentGateway => {
  const breaker = circuitBreaker(handleWhenResult(isFailure), {
    halfOpenAfter: guard.restMs,
    breaker: new CountBreaker({ threshold: 0.5, size: 20, minimumNumberOfCalls: 10 }),
  });
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open) guard.observer.count('GatewayBreakerOpened');
  });
  // Retries only calls that certainly had no effect: others are looked up first.
  const once = retry(handleWhenResult(isUnavailable), {
    maxAttempts: 1,
    backoff: new ConstantBackoff(guard.quickRetryMs),
  });
  const policy = wrap(bulkhead(guard.concurrency, 0), once, breaker);
  const guarded = async <A extends Answer>(call: () => Promise<A>): Promise<A | NoAnswer> => {
    try {
      return await policy.execute(call);
    } catch (thrown) {
      const refused = thrown instanceof BrokenCircuitError || thrown instanceof BulkheadRejectedError;
      if (!refused) throw thrown;
      return { status: 'unavailable', cause: thrown.message };
    }
  };
  const { prepare } = gateway;
  return {
    ...(prepare !== undefined && { prepare: (charge) => guarded(() => prepare.call(gateway, charge)) }),
    charge: (charge) => guarded(() => gateway.charge(charge)),
    lookup: (charge) => guarded(() => gateway.lookup(charge)),
    cancel: (charge) => guarded(() => gateway.cancel(charge)),
    refund: (refund) => guarded(() => gateway.refund(refund)),
    lookupRefund: (refund) => guarded(() => gateway.lookupRefund(refund)),
  };
};
