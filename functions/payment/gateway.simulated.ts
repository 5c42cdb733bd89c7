import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import { conditional, request } from '../shared/runtime/dynamodb-errors.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import type { Charge, ChargeAnswer, ChargeName, NoAnswer, PaymentGateway, Refund } from './ports.ts';
import { type SimulatedCard, simulatedCard } from './simulated-card.ts';
import { type LedgerEntry, statementKey } from './simulated-ledger.ts';

export interface SimulatedGatewayOptions {
  readonly clock: Clock;
  /** Longest that a call waits for its answer. */
  readonly timeoutMs: number;
  /** Lets time pass. */
  readonly wait: (ms: number) => Promise<unknown>;
}

const unknown: NoAnswer = { status: 'unknown', cause: 'The gateway did not answer in time' };
const refusal: NoAnswer = { status: 'unavailable', cause: 'The gateway answered 503' };

const answerOf = ({ outcome, reason = 'card_declined' }: LedgerEntry): Exclude<ChargeAnswer, NoAnswer> =>
  outcome === 'declined' ? { status: 'declined', reason } : { status: 'approved' };

/** As gateways do: a key stands for one charge. */
const refuseOtherCharge = (entry: LedgerEntry, { idempotencyKey, orderId, amount, currency }: ChargeName): void => {
  if (entry.order_id === orderId && entry.amount === amount && entry.currency === currency) return;
  throw new RangeError(`Idempotency key ${idempotencyKey} was used for another charge`);
};

/** Out of reach of its books, a gateway is silent. */
const answering = async <A>(serve: () => Promise<A>): Promise<A | NoAnswer> => {
  try {
    return await serve();
  } catch (thrown) {
    if (thrown instanceof TransientError) return { status: 'unknown', cause: thrown.message };
    throw thrown;
  }
};

/**
 * A payment gateway for everything but real money. Its books are a table of its own, an entry for each charge and each refund
 * by its idempotency key: whoever audits the platform reads them as a bank statement. What it does is in the token:
 * {@link simulatedCard}.
 */
export const simulatedGateway = (
  client: DynamoDBDocumentClient,
  table: string,
  { clock, timeoutMs, wait }: SimulatedGatewayOptions,
): PaymentGateway => {
  /** Books an entry unless its key is booked, and answers what is booked. */
  const book = async (entry: LedgerEntry): Promise<LedgerEntry> => {
    const put = new PutCommand({
      TableName: table,
      Item: { ...entry, ...statementKey(entry) },
      ConditionExpression: 'attribute_not_exists(idempotency_key)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => client.send(put));
    return written.ok ? entry : (written.error.item as unknown as LedgerEntry);
  };
  const find = async (idempotency_key: string): Promise<LedgerEntry | undefined> => {
    const get = new GetCommand({ TableName: table, Key: { idempotency_key }, ConsistentRead: true });
    return (await request(() => client.send(get))).Item as LedgerEntry | undefined;
  };
  /** Counts this attempt. Kept in the books, since the next may be another process's. */
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
  const goesWrong = async (key: string, { failing }: SimulatedCard): Promise<NoAnswer | undefined> => {
    if (failing === undefined || (await attemptsOf(key)) > failing.attempts) return undefined;
    if (failing.as === 'error') return refusal;
    await wait(timeoutMs);
    return unknown;
  };

  const charge = async (asked: Charge) => {
    const { idempotencyKey: idempotency_key, orderId: order_id, amount, currency } = asked;
    const card = simulatedCard(asked.token);
    const wrong = await goesWrong(idempotency_key, card);
    if (wrong !== undefined) return wrong;
    const { status: outcome, ...reason } = card.answer;
    const booked = await book({
      idempotency_key,
      order_id,
      amount,
      currency,
      outcome,
      ...reason,
      at: timestamp(clock),
    });
    refuseOtherCharge(booked, asked);
    const { answersAfterMs = 0, answerLost = false } = card;
    const late = answerLost || answersAfterMs > timeoutMs;
    if (late || answersAfterMs > 0) await wait(late ? timeoutMs : answersAfterMs);
    return late ? unknown : answerOf(booked);
  };

  const refund = async ({ idempotencyKey: idempotency_key, charge: named }: Refund) => {
    const charged = await find(named.idempotencyKey);
    if (charged?.outcome !== 'approved') return { status: 'refused', reason: 'no_such_charge' } as const;
    const { order_id, amount, currency, idempotency_key: charge_key } = charged;
    await book({ idempotency_key, order_id, amount, currency, outcome: 'refunded', charge_key, at: timestamp(clock) });
    return { status: 'refunded' } as const;
  };

  return {
    charge: (asked) => answering(() => charge(asked)),
    refund: (asked) => answering(() => refund(asked)),
    lookup: (named) =>
      answering(async () => {
        const entry = await find(named.idempotencyKey);
        return entry === undefined ? { status: 'absent' } : answerOf(entry);
      }),
  };
};
