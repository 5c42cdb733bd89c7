import type { MessageProvider } from '../../../functions/notification/model/ports.ts';
import { mailboxProvider } from '../../../functions/notification/providers/message-provider.mailbox.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';
import type { SimulatedProcess } from '../kernel/simulated-process.ts';
import type { DocumentClient } from './document-client.ts';

/** A message that the provider took. */
export interface Delivered {
  readonly notificationId: string;
  readonly userId: string;
  readonly template: string;
  readonly orderId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Label of the process that sent it. */
  readonly by: string;
}

export const providerFaults = ['provider refuses to serve', 'provider answer lost', 'provider rejects'] as const;

/** A provider that sends whatever it is asked to, however often: as those of mail and telephone do. */
export const loggingProvider = (
  delivered: Delivered[],
  process: SimulatedProcess,
  now: () => number,
): MessageProvider => ({
  send: (notification) =>
    process.call({
      kind: 'Provider send',
      faults: providerFaults,
      perform: (fault) => {
        if (fault?.name === 'provider refuses to serve') throw new TransientError('The provider is throttling');
        if (fault?.name === 'provider rejects') return { status: 'rejected', reason: 'NO_SUCH_ADDRESS' } as const;
        delivered.push({
          notificationId: notification.notification_id,
          userId: notification.user_id,
          template: notification.template,
          orderId: notification.order_id,
          at: now(),
          by: process.label,
        });
        if (fault?.name === 'provider answer lost') throw new TransientError('The provider did not answer');
        return { status: 'accepted' } as const;
      },
    }),
});

/** The mailbox of a stage without a provider, as it is. */
export const mailbox = (client: DocumentClient, process: SimulatedProcess): MessageProvider =>
  mailboxProvider(client, 'mailbox', { now: () => new Date(process.wallClock) });
