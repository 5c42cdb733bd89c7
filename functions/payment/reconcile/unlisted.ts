import type { Clock } from '../../shared/kernel/clock.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Difference } from '../model/comparison-domain.ts';
import type { Payment } from '../model/domain.ts';
import type { ChargeName, NoAnswer, PaymentGateway } from '../model/ports.ts';
import { nameOf, refundKey } from '../settle/settle.ts';

interface UnlistedPorts {
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
}

/** A gateway that is well and has no outcome does not confirm ours: waiting for one would hold up the whole comparison. */
const confirms = <A extends { readonly status: string }>(
  answer: A | NoAnswer,
  expected: readonly string[],
): boolean => {
  if (expected.includes(answer.status)) return true;
  if ('cause' in answer && !answer.gatewayIsWell) throw new TransientError(`The gateway's look-up: ${answer.cause}`);
  return false;
};

const isCharged = async (gateway: PaymentGateway, charge: ChargeName): Promise<boolean> =>
  confirms(await gateway.lookup(charge), ['approved']);

/** A refund that is pending again is followed by the gateway's own notices. */
const isRefunded = async (gateway: PaymentGateway, charge: ChargeName, idempotencyKey: string): Promise<boolean> =>
  confirms(await gateway.lookupRefund({ idempotencyKey, charge }), ['refunded', 'pending']);

/**
 * What the gateway says of a movement of money in our books that its statement of the period lacks. It may list the movement in
 * the period before: our time is that of its answer. Undefined where it confirms ours. @throws {TransientError} no answer
 */
export const unlistedDifference =
  ({ gateway, clock }: UnlistedPorts) =>
  async (payment: Payment): Promise<Difference | undefined> => {
    const { order_id: orderId, payment_id, charge_reference: charge = payment_id, state } = payment;
    const name = nameOf(payment, clock.now());
    if (state === 'REFUNDED') {
      if (await isRefunded(gateway, name, refundKey(payment))) return undefined;
      return { kind: 'REFUND_NOT_AT_GATEWAY', orderId, charge };
    }
    return (await isCharged(gateway, name)) ? undefined : { kind: 'CHARGE_NOT_AT_GATEWAY', orderId, charge };
  };
