import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, timestamp } from '../../../shared/kernel/clock.ts';
import { conditional, request } from '../../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../../shared/runtime/idioms/transient-error.ts';
import type {
  Charge,
  ChargeAnswer,
  ChargeName,
  LookupAnswer,
  NoAnswer,
  PaymentGateway,
  Refund,
} from '../../model/ports.ts';
import { type SimulatedCard, simulatedCard } from './simulated-card.ts';
import { type LedgerEntry, statementKey } from './simulated-ledger.ts';

export interface SimulatedGatewayOptions {
  readonly clock: Clock;
  /** Longest wait of a call for its answer. */
  readonly timeoutMs: number;
  /** Lets time pass. */
  readonly wait: (ms: number) => Promise<unknown>;
}

const unknown: NoAnswer = { status: 'unknown', cause: 'The gateway did not answer in time' };
const refusal: NoAnswer = { status: 'unavailable', cause: 'The gateway answered 503' };

/** As Stripe may: an older key is forgotten, and then names another charge. */
const keyLifetimeMs = 24 * 3_600_000;

const answerOf = (entry: LedgerEntry): Exclude<ChargeAnswer, NoAnswer> => {
  const { outcome, reason = 'card_declined', idempotency_key: reference } = entry;
  if (outcome === 'declined') return { status: 'declined', reason };
  if (outcome === 'cancelled') return { status: 'cancelled' };
  return { status: 'approved', ...(reference.includes('#') && { reference }) };
};

/** As gateways do: one key identifies one charge. */
const refuseOtherCharge = (entry: LedgerEntry, { idempotencyKey, orderId, amount, currency }: ChargeName): void => {
  if (entry.order_id === orderId && entry.amount === amount && entry.currency === currency) return;
  throw new RangeError(`Idempotency key ${idempotencyKey} was used for another charge`);
};

/** A gateway without access to its ledger does not answer. */
const answering = async <A>(serve: () => Promise<A>): Promise<A | NoAnswer> => {
  try {
    return await serve();
  } catch (thrown) {
    if (thrown instanceof TransientError) return { status: 'unknown', cause: thrown.message };
    throw thrown;
  }
};

/**
 * A payment gateway for everything but real money. Its ledger is a table of its own, an entry per charge and refund by
 * its idempotency key: audits of the platform read it as a bank statement. A key is remembered for a day; used again
 * after that it makes another entry, `#2`. The token controls what a charge does: {@link simulatedCard}.
 */
export const simulatedGateway = (
  client: DynamoDBDocumentClient,
  table: string,
  { clock, timeoutMs, wait }: SimulatedGatewayOptions,
): PaymentGateway => {
  const now = () => clock.now().getTime();
  const find = async (idempotency_key: string): Promise<LedgerEntry | undefined> => {
    const get = new GetCommand({ TableName: table, Key: { idempotency_key }, ConsistentRead: true });
    return (await request(() => client.send(get))).Item as LedgerEntry | undefined;
  };
  const isForgotten = ({ at }: LedgerEntry): boolean => now() - Date.parse(at) >= keyLifetimeMs;
  const usedAgain = ({ idempotency_key }: LedgerEntry): string => {
    const [key = '', times = '1'] = idempotency_key.split('#');
    return `${key}#${Number(times) + 1}`;
  };
  /** Records an entry unless its key is recorded and remembered. Returns the recorded one. */
  const record = async (entry: LedgerEntry): Promise<LedgerEntry> => {
    const put = new PutCommand({
      TableName: table,
      Item: { ...entry, ...statementKey(entry) },
      ConditionExpression: 'attribute_not_exists(idempotency_key)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => client.send(put));
    if (written.ok) return entry;
    const recorded = written.error.item as unknown as LedgerEntry;
    return isForgotten(recorded) ? record({ ...entry, idempotency_key: usedAgain(recorded) }) : recorded;
  };
  /** The charge of an order, whether its key is forgotten or not: the entry that moved money, or the last. */
  const findCharge = async (key: string): Promise<LedgerEntry | undefined> => {
    const entry = await find(key);
    if (entry === undefined || entry.outcome === 'approved' || !isForgotten(entry)) return entry;
    return (await findCharge(usedAgain(entry))) ?? entry;
  };
  /** Counts this attempt, in the ledger: another process may make the next. */
  const attemptsOf = async (key: string): Promise<number> => {
    const update = new UpdateCommand({
      TableName: table,
      Key: { idempotency_key: `attempts:${key}` },
      UpdateExpression: 'ADD attempts :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    });
    return (await request(() => client.send(update))).Attributes?.['attempts'] as number;
  };
  const failureOf = async (key: string, { failing }: SimulatedCard): Promise<NoAnswer | undefined> => {
    if (failing === undefined || (await attemptsOf(key)) > failing.attempts) return undefined;
    if (failing.as === 'error') return refusal;
    await wait(timeoutMs);
    return unknown;
  };

  const charge = async (desired: Charge) => {
    const { idempotencyKey: idempotency_key, orderId: order_id, amount, currency } = desired;
    const card = simulatedCard(desired.token);
    const failure = await failureOf(idempotency_key, card);
    if (failure !== undefined) return failure;
    const { status: outcome, ...reason } = card.answer;
    const recorded = await record({
      idempotency_key,
      order_id,
      amount,
      currency,
      outcome,
      ...reason,
      at: timestamp(clock),
    });
    refuseOtherCharge(recorded, desired);
    const { answersAfterMs = 0, answerLost = false } = card;
    const late = answerLost || answersAfterMs > timeoutMs;
    if (late || answersAfterMs > 0) await wait(late ? timeoutMs : answersAfterMs);
    return late ? unknown : answerOf(recorded);
  };

  /** Records the key as cancelled: a charge in flight finds it so. */
  const cancel = async ({ idempotencyKey: idempotency_key, orderId: order_id, amount, currency }: ChargeName) => {
    const charged = await findCharge(idempotency_key);
    if (charged?.outcome === 'approved') return answerOf(charged);
    const at = timestamp(clock);
    return answerOf(await record({ idempotency_key, order_id, amount, currency, outcome: 'cancelled', at }));
  };

  const refundOf = (charged: LedgerEntry, idempotency_key: string): LedgerEntry => {
    const { order_id, amount, currency, idempotency_key: charge_key } = charged;
    return { idempotency_key, order_id, amount, currency, outcome: 'refunded', charge_key, at: timestamp(clock) };
  };

  const refund = async ({ idempotencyKey, charge: named }: Refund) => {
    const charged = await findCharge(named.idempotencyKey);
    if (charged?.outcome !== 'approved') return { status: 'failed', reason: 'no_such_charge' } as const;
    await record(refundOf(charged, idempotencyKey));
    return { status: 'refunded' } as const;
  };

  /** By its key, while it is remembered; an aged charge by its order. */
  const lookup = async ({ idempotencyKey, aged }: ChargeName): Promise<LookupAnswer> => {
    const entry = await (aged ? findCharge(idempotencyKey) : find(idempotencyKey));
    return entry === undefined || (!aged && isForgotten(entry)) ? { status: 'absent' } : answerOf(entry);
  };

  return {
    charge: (desired) => answering(() => charge(desired)),
    lookup: (named) => answering(() => lookup(named)),
    cancel: (named) => answering(() => cancel(named)),
    refund: (desired) => answering(() => refund(desired)),
    lookupRefund: (desired) =>
      answering(async () => ({ status: (await find(desired.idempotencyKey)) === undefined ? 'absent' : 'refunded' })),
  };
};
