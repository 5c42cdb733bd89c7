import { Latencies } from './latencies.ts';
import type { LoadOrder } from './load-order.ts';
import { RecentAnswers } from './recent-answers.ts';
import { isUnknown } from './unknown-outcomes.ts';

/** One request and its answer; times in epoch ms. */
export interface Attempt {
  readonly order: LoadOrder;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** Absent where there was no answer. */
  readonly status?: number;
}

/** What the requests of a run were answered, and how fast. */
export class AnswerLog {
  readonly byStatus: Record<string, number> = {};
  readonly unknown: LoadOrder[] = [];
  readonly recent = new RecentAnswers();
  readonly post = new Latencies();
  readonly fromSending = new Latencies();
  readonly sending = new Latencies();
  measuredAccepted = 0;
  lastAcceptedAt = 0;

  record({ order, sentAt, answeredAt, status }: Attempt): void {
    const name = status === undefined ? 'none' : String(status);
    this.byStatus[name] = (this.byStatus[name] ?? 0) + 1;
    if (isUnknown(status)) this.unknown.push(order);
    const isAccepted = status === 201;
    const ms = answeredAt - order.dueAt;
    this.recent.add({ at: answeredAt, ms, isAccepted });
    if (!order.isMeasured) return;
    this.sending.record(sentAt - order.dueAt);
    if (!isAccepted) return;
    this.post.record(ms);
    this.fromSending.record(answeredAt - sentAt);
    this.measuredAccepted += 1;
    this.lastAcceptedAt = Math.max(this.lastAcceptedAt, answeredAt);
  }
}
