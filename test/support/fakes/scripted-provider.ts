import type { Delivery, Notification } from '../../../functions/notification/model/domain.ts';
import type { Message, MessageProvider } from '../../../functions/notification/model/ports.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** Accepts or rejects messages as scripted. */
export class ScriptedProvider implements MessageProvider {
  /** Ids of the accepted notifications, in order, with repetitions. */
  readonly taken: string[] = [];
  readonly messages: Message[] = [];
  readonly users: string[] = [];
  /** Number of calls that fail without an answer. */
  silent = 0;
  /** Rejects addresses with this reason. */
  reason: string | undefined;
  /** Ids of notifications that hit a defect of the provider. */
  readonly defects = new Set<string>();
  /** Keeps the first of an id, as the mailbox does. */
  readonly #once: boolean;

  constructor({ once = false } = {}) {
    this.#once = once;
  }

  async send({ notification_id, user_id }: Notification, message: Message): Promise<Delivery> {
    if (this.silent > 0) {
      this.silent -= 1;
      throw new TransientError('The provider is throttled');
    }
    if (this.defects.has(notification_id)) throw new TypeError('A defect of the provider');
    if (this.reason !== undefined) return { status: 'rejected', reason: this.reason };
    if (!this.#once || !this.taken.includes(notification_id)) {
      this.taken.push(notification_id);
      this.messages.push(message);
      this.users.push(user_id);
    }
    return { status: 'accepted' };
  }
}
