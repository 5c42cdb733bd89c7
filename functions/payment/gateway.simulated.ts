import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../shared/kernel/clock.ts';
import { timestamp } from '../shared/kernel/clock.ts';
import { conditional, request } from '../shared/runtime/dynamodb-errors.ts';
import type { ChargeOutcome } from './domain.ts';
import type { Charge, PaymentGateway } from './ports.ts';

/** One line of the gateway's own books. */
interface Entry {
  readonly idempotency_key: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly outcome: ChargeOutcome['status'];
  readonly reason?: string;
  readonly at: string;
}

/**
 * What the token asks for: `tok_approve…` is approved, `tok_decline` or `tok_decline_<reason>` declined for that reason,
 * any other is no token of this gateway.
 */
const outcomeOf = (token: string): ChargeOutcome => {
  if (token.startsWith('tok_approve')) return { status: 'approved' };
  const [, reason] = /^tok_decline(?:_(.+))?/.exec(token) ?? [undefined, 'invalid_token'];
  return { status: 'declined', reason: reason ?? 'card_declined' };
};

const answer = ({ outcome, reason = 'card_declined' }: Entry): ChargeOutcome =>
  outcome === 'approved' ? { status: outcome } : { status: outcome, reason };

/** As gateways do: a key stands for one charge. */
const refuseOtherCharge = (entry: Entry, { idempotencyKey, orderId, amount, currency }: Charge): void => {
  if (entry.order_id === orderId && entry.amount === amount && entry.currency === currency) return;
  throw new RangeError(`Idempotency key ${idempotencyKey} was used for another charge`);
};

/**
 * A payment gateway for everything but real money. Its books are a table of its own, keyed by `idempotency_key`: whoever
 * audits the platform reads them as a bank statement.
 */
export const simulatedGateway = (client: DynamoDBDocumentClient, table: string, clock: Clock): PaymentGateway => ({
  charge: async (charge) => {
    const { idempotencyKey, orderId, amount, currency, token } = charge;
    const { status: outcome, ...more } = outcomeOf(token);
    const entry: Entry = {
      ...{ idempotency_key: idempotencyKey, order_id: orderId, amount, currency, outcome, ...more },
      at: timestamp(clock),
    };
    const put = new PutCommand({
      TableName: table,
      Item: entry,
      ConditionExpression: 'attribute_not_exists(idempotency_key)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => client.send(put));
    const booked = written.ok ? entry : (written.error.item as unknown as Entry);
    refuseOtherCharge(booked, charge);
    return answer(booked);
  },
  lookup: async (idempotencyKey) => {
    const get = new GetCommand({ TableName: table, Key: { idempotency_key: idempotencyKey }, ConsistentRead: true });
    const { Item } = await request(() => client.send(get));
    return Item === undefined ? undefined : answer(Item as Entry);
  },
});
