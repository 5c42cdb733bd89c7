import type { Clock } from '../../shared/kernel/clock.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import {
  type Difference,
  differenceKinds,
  differenceOf,
  ListedMovements,
  type StatementEntry,
} from '../model/comparison-domain.ts';
import type { Payment } from '../model/domain.ts';
import type {
  Comparisons,
  GatewayStatement,
  PaymentGateway,
  PaymentObserver,
  Payments,
  Period,
} from '../model/ports.ts';
import type { RetryPolicy } from '../model/retry-domain.ts';
import { nextPeriod, startOfPeriod } from './periods.ts';
import { unlistedDifference } from './unlisted.ts';

export interface ComparePorts {
  readonly payments: Payments;
  readonly gateway: PaymentGateway;
  readonly retryPolicy: Pick<RetryPolicy, 'stepMs'>;
  readonly statement: GatewayStatement;
  readonly comparisons: Comparisons;
  readonly clock: Clock;
  readonly observer: PaymentObserver;
}

/** Time reserved for a page of the statement and for storing the progress. */
const reserveMs = 10_000;
/** Concurrent look-ups of payments. */
const concurrency = 8;

const differencesOf = async (
  payments: Payments,
  entries: readonly StatementEntry[],
): Promise<readonly Difference[]> => {
  const orderIds = [...new Set(entries.flatMap(({ orderId }) => orderId ?? []))];
  const known = new Map((await payments.findAll(orderIds)).map((payment) => [payment.order_id, payment]));
  return entries.flatMap((entry) => differenceOf(entry, known.get(entry.orderId ?? '')) ?? []);
};

const metrics: Readonly<Record<Difference['kind'], string>> = {
  NOT_IN_OUR_BOOKS: 'StatementNotInOurBooks',
  OTHER_CHARGE: 'StatementOtherCharge',
  AMOUNT_DIFFERS: 'StatementAmountDiffers',
  CHARGED_THOUGH_CLOSED: 'StatementChargedThoughClosed',
  NOT_REFUNDED_BY_US: 'StatementNotRefundedByUs',
  STILL_OPEN: 'StatementStillOpen',
  CHARGE_NOT_AT_GATEWAY: 'StatementChargeNotAtGateway',
  REFUND_NOT_AT_GATEWAY: 'StatementRefundNotAtGateway',
};

type Counts = Readonly<Record<string, number>>;

class Unfinished extends Error {}

interface Found {
  readonly compared: number;
  readonly lookedUp: number;
  readonly differences: readonly Difference[];
}

/** Every movement of money at the gateway must be in the Payments table. */
const compareStatement = async ({ payments, statement }: ComparePorts, period: Period, deadline: Deadline) => {
  const listed = new ListedMovements();
  const differences: Difference[] = [];
  let compared = 0;
  for await (const entries of statement.entries(period)) {
    if (deadline.remainingMs() < reserveMs) throw new Unfinished();
    differences.push(...(await differencesOf(payments, entries)));
    listed.add(entries);
    compared += entries.length;
  }
  return { listed, differences, compared };
};

/**
 * Every movement of money in the Payments table must be at the gateway: one that the statement lacks is looked up
 * before it is reported.
 */
const comparePayments = async (ports: ComparePorts, period: Period, listed: ListedMovements, deadline: Deadline) => {
  const { payments, retryPolicy } = ports;
  const differences: Difference[] = [];
  let lookedUp = 0;
  const lookUp = async (payment: Payment) => {
    if (deadline.remainingMs() < retryPolicy.stepMs + reserveMs) throw new Unfinished();
    return (await unlistedDifference(ports)(payment)) ?? [];
  };
  for await (const moved of payments.movedMoney(period)) {
    if (deadline.remainingMs() < reserveMs) throw new Unfinished();
    const unlisted = moved.filter((payment) => !listed.has(payment));
    differences.push(...(await concurrently(unlisted, concurrency, lookUp)).flat());
    lookedUp += unlisted.length;
  }
  return { differences, lookedUp };
};

const comparePeriod = async (ports: ComparePorts, period: Period, deadline: Deadline): Promise<Found> => {
  const { listed, compared, ...ofStatement } = await compareStatement(ports, period, deadline);
  const { lookedUp, ...ofPayments } = await comparePayments(ports, period, listed, deadline);
  return { compared, lookedUp, differences: [...ofStatement.differences, ...ofPayments.differences] };
};

/**
 * Compares the gateway's statement with the payments, both ways, in periods of ten minutes, each once and an hour after
 * its end. An unfinished period is compared again from its beginning.
 */
export const compare =
  (ports: ComparePorts) =>
  async ({ deadline }: { readonly deadline: Deadline }): Promise<Counts> => {
    const { comparisons, clock, observer } = ports;
    const now = clock.now();
    const comparedUntil = await comparisons.comparedUntil();
    if (comparedUntil === undefined) {
      await comparisons.advance(undefined, startOfPeriod(now));
      return {};
    }
    const period = nextPeriod(comparedUntil, now);
    if (period === undefined) return {};
    let found: Found;
    try {
      found = await comparePeriod(ports, period, deadline);
    } catch (thrown) {
      if (thrown instanceof Unfinished) return { StatementUnfinished: 1 };
      if (!(thrown instanceof TransientError)) throw thrown;
      return { StatementUnavailable: 1 };
    }
    const { compared, lookedUp, differences } = found;
    await comparisons.advance(period.from, period.until);
    for (const difference of differences) observer.differs(difference);
    const byKind = Map.groupBy(differences, ({ kind }) => kind);
    return {
      StatementEntriesCompared: compared,
      StatementPaymentsLookedUp: lookedUp,
      StatementDifferences: differences.length,
      ...Object.fromEntries(differenceKinds.map((kind) => [metrics[kind], byKind.get(kind)?.length ?? 0])),
    };
  };
