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

/**
 * A healthy gateway without an outcome does not confirm the payment: waiting for one would block the whole comparison.
 */
const confirms = <A extends { readonly status: string }>(
  answer: A | NoAnswer,
  expected: readonly string[],
): boolean => {
  if (expected.includes(answer.status)) return true;
  if ('cause' in answer && !answer.gatewayIsHealthy) throw new TransientError(`The gateway's look-up: ${answer.cause}`);
  return false;
};

const isCharged = async (gateway: PaymentGateway, charge: ChargeName): Promise<boolean> =>
  confirms(await gateway.lookup(charge), ['approved']);

/** Notices of the gateway follow a refund that is pending again. */
const isRefunded = async (gateway: PaymentGateway, charge: ChargeName, idempotencyKey: string): Promise<boolean> =>
  confirms(await gateway.lookupRefund({ idempotencyKey, charge }), ['refunded', 'pending']);

/**
 * The difference of a movement that the statement of the period lacks, by a look-up: the gateway may list it in the
 * period before, because the stored time is that of its answer. Undefined if the gateway confirms it. @throws
 * {TransientError} no answer
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
