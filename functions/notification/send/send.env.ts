import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** How users are told, by stage. */
export interface NotificationSettings {
  /** `mailbox` keeps messages in a table, to be looked at; `aws` sends them, by SES and SNS. */
  readonly provider: 'mailbox' | 'aws';
  /** Whom mail is from: a verified identity of SES. */
  readonly sender: string;
  /** Whom text messages are from: up to eleven letters and digits. */
  readonly senderId: string;
  /** Language of all texts: no event says which one its user speaks. */
  readonly locale: 'en' | 'de';
  /** Where those who run the platform are told. */
  readonly operations: { readonly email?: string; readonly phone?: string };
  /** Messages at once, and one more every `refillMs`. */
  readonly limits: Readonly<Record<'user' | 'operations', { readonly burst: number; readonly refillMs: number }>>;
}

/** Environment of notification/send besides the common one, as it is declared. */
export type SendEnvironment = EnvironmentOf<'notification/send'>;
