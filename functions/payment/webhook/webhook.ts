import type { WebhookReceived } from '../../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { afterNotice, type Owner, type PaymentNotice } from '../model/notice-domain.ts';
import type { Payments } from '../model/ports.ts';
import type { GatewayEvent, OwnerOf, WebhookObserver } from '../model/webhook-ports.ts';
import { amend } from '../settle/settle.ts';

export interface WebhookPorts {
  readonly payments: Payments;
  readonly ownerOf: OwnerOf;
  readonly observer: WebhookObserver;
  readonly clock: Clock;
}

type Outcome = WebhookReceived['outcome'];

const ownerOfNotice = async (notice: PaymentNotice, ownerOf: OwnerOf): Promise<Owner | undefined> =>
  notice.kind === 'MOVED' ? notice.owner : ownerOf(notice.reference);

const apply = async ({ payments, ownerOf, clock }: WebhookPorts, notice: PaymentNotice): Promise<Outcome> => {
  const owner = await ownerOfNotice(notice, ownerOf);
  const found = owner && (await payments.find(owner.orderId));
  if (found === undefined || found.payment_id !== owner?.paymentId) return 'UNMATCHED';
  const at = timestamp(clock);
  const stored = await amend(payments, found, (current) => afterNotice(current, notice, at));
  return stored === found ? 'KNOWN' : 'TAKEN';
};

/**
 * Applies an event of the gateway: the change is stored before the answer, and `payment/reconcile` emits the resulting
 * events. Without any event, the schedule finds the same by look-up.
 */
export const applyEvent =
  (ports: WebhookPorts) =>
  async (event: GatewayEvent): Promise<Outcome> => {
    const { notice } = event;
    if (notice.kind === 'IGNORED') return 'IGNORED';
    const outcome = notice.kind === 'UNMATCHED' ? 'UNMATCHED' : await apply(ports, notice);
    if (outcome === 'UNMATCHED') ports.observer.unmatched(event);
    return outcome;
  };
