import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** The stage's notification settings. */
export interface NotificationSettings {
  /** `mailbox` stores messages in a table; `aws` sends them by SES and SNS. */
  readonly provider: 'mailbox' | 'aws';
  /** Sender of mail: a verified identity of SES. */
  readonly sender: string;
  /** Sender of text messages: up to eleven letters and digits. */
  readonly senderId: string;
  /** Language of all texts: events have no locale. */
  readonly locale: 'en' | 'de';
  /** The operators' addresses. */
  readonly operations: { readonly email?: string; readonly phone?: string };
  /** Messages at once, and one more every `refillMs`. */
  readonly limits: Readonly<Record<'user' | 'operations', { readonly burst: number; readonly refillMs: number }>>;
}

/** Environment of notification/send besides the common one, as it is declared. */
export type SendEnvironment = EnvironmentOf<'notification/send'>;
