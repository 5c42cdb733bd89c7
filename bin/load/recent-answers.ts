import { percentile } from '../demo/percentile.ts';

interface Answered {
  readonly at: number;
  readonly ms: number;
  readonly isAccepted: boolean;
}

export interface RecentFigures {
  readonly acceptedPerSecond: number;
  /** Milliseconds; NaN where nothing was answered. */
  readonly p50: number;
  readonly p99: number;
}

const windowMs = 5_000;

/** The answers of the last five seconds. */
export class RecentAnswers {
  #answers: Answered[] = [];

  add(answer: Answered): void {
    this.#answers.push(answer);
  }

  /** @param startedAt a window that began before the run would count seconds in which nothing was asked. */
  figures(now: number, startedAt: number): RecentFigures {
    this.#answers = this.#answers.filter(({ at }) => at > now - windowMs);
    const seconds = Math.max(1_000, Math.min(windowMs, now - startedAt)) / 1_000;
    const ms = this.#answers.map((answer) => answer.ms);
    return {
      acceptedPerSecond: this.#answers.filter(({ isAccepted }) => isAccepted).length / seconds,
      p50: percentile(ms, 0.5),
      p99: percentile(ms, 0.99),
    };
  }
}
