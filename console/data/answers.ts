import type { ExactLedgerPage } from '../../functions/ops/model/ledger-report-domain.ts';
import type {
  Analytics,
  AnalyticsHealth,
  CancelOrderRequest,
  DeadLetters,
  DeadLettersReplayed,
  Order,
  OrderAccepted,
  OrderRequestAccepted,
  OrderTimeline,
  Pipeline,
  StockAdjustmentAccepted,
  StockLevel,
  StuckOrders,
} from '../../schemas/generated/types.ts';

/** The routes that the pages use, with the answer of each. A page of another route adds it here. */
export interface Answers {
  readonly placeOrder: OrderAccepted;
  readonly getOrder: Order;
  readonly getOrderTimeline: OrderTimeline;
  readonly cancelOrder: OrderRequestAccepted;
  readonly shipOrder: OrderRequestAccepted;
  readonly completeOrder: OrderRequestAccepted;
  readonly repairOrder: OrderRequestAccepted;
  readonly getStuckOrders: StuckOrders;
  readonly getStock: StockLevel;
  readonly adjustStock: StockAdjustmentAccepted;
  readonly getDeadLetters: DeadLetters;
  readonly replayDeadLetters: DeadLettersReplayed;
  readonly getPipeline: Pipeline;
  /** Sums of money may be beyond the safe integers. */
  readonly getLedger: ExactLedgerPage;
  readonly getAnalytics: Analytics;
  readonly getAnalyticsHealth: AnalyticsHealth;
}

export type CancelReason = NonNullable<CancelOrderRequest['reason']>;
export type DeadLetter = DeadLetters['letters'][number];

/** What the console operates. */
export interface About {
  /** `local`, or the name of the stage on AWS. */
  readonly name: string;
  readonly region: string;
  readonly docsUrl?: string;
  /** The platform runs on this machine: brokers can be stopped, and the mailbox read. */
  readonly local: boolean;
  /** The console is a client, too, and may use routes of clients. */
  readonly client: boolean;
}

export interface BrokerState {
  readonly name: string;
  readonly state: 'running' | 'stopped' | 'paused';
}

/** As much as is shown of the platform's statistics. */
export interface Statistics {
  readonly kafka: readonly BrokerState[];
  readonly functions: readonly { readonly functionName: string; readonly busy: boolean; readonly residentMb: number }[];
  readonly memoryMb: number;
}

export interface Message {
  readonly notification_id: string;
  readonly user_id: string;
  readonly order_id?: string;
  readonly template: string;
  readonly channel: 'email' | 'sms';
  readonly email?: string;
  readonly phone?: string;
  readonly subject?: string;
  readonly text: string;
  readonly sent_at: string;
  readonly has_html: boolean;
}

export interface Mailbox {
  readonly messages: readonly Message[];
  /** There are more than these. */
  readonly more: boolean;
}
