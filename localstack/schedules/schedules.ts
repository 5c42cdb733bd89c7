import type { Invocation, Invoker } from '../lambda/invoker.ts';
import { AsyncInvocations } from './async-invocation.ts';
import type { ScheduleExpression } from './schedule-expression.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface ScheduleTarget {
  readonly functionArn: string;
  /** JSON text of the event for a run at `time`. */
  readonly event: (time: Date) => string;
}

/** An EventBridge rule with a schedule, or a schedule of EventBridge Scheduler. */
export interface Schedule {
  readonly name: string;
  readonly enabled: boolean;
  /** @param origin when the schedule began to run. */
  readonly expression: (origin: Date) => ScheduleExpression;
  readonly targets: readonly ScheduleTarget[];
  readonly startsAt?: Date;
  /** No run after this time. */
  readonly endsAt?: Date;
}

export interface SchedulesOptions {
  readonly invoker: Invoker;
  /** Called with every failed attempt of a run. */
  readonly onFailure?: (functionArn: string, problem: unknown) => void;
  readonly timers?: Timers;
}

/** Invokes functions on time once started, or at once on request. */
export class Schedules {
  readonly #invoker: Invoker;
  readonly #timers: Timers;
  readonly #invocations: AsyncInvocations;
  readonly #schedules = new Map<string, Schedule>();
  readonly #armed = new Map<string, () => void>();
  #started = false;

  constructor({ invoker, onFailure = () => undefined, timers = systemTimers }: SchedulesOptions) {
    this.#invoker = invoker;
    this.#timers = timers;
    this.#invocations = new AsyncInvocations({ invoker, timers, onFailure });
  }

  get names(): readonly string[] {
    return [...this.#schedules.keys()];
  }

  /** @throws {Error} another schedule has the name. */
  add(schedule: Schedule): void {
    if (this.#schedules.has(schedule.name)) throw new Error(`a schedule named ${schedule.name} exists already`);
    this.#schedules.set(schedule.name, schedule);
    if (this.#started) this.#begin(schedule);
  }

  /** Starts the timers: to be called when all dependencies of the functions are up. */
  start(): void {
    this.#started = true;
    for (const schedule of this.#schedules.values()) this.#begin(schedule);
  }

  /** No run and no retry after this; runs in flight go on. */
  stop(): void {
    this.#started = false;
    for (const cancel of this.#armed.values()) cancel();
    this.#armed.clear();
    this.#invocations.stop();
  }

  /**
   * Runs a schedule's targets now, once, also if it is disabled or not started; the outcomes in the targets' order.
   * @throws {Error} no such schedule, and the invoker's errors.
   */
  async runNow(name: string): Promise<readonly Invocation[]> {
    const schedule = this.#schedules.get(name);
    if (!schedule) throw new Error(`no schedule ${name}; there are: ${this.names.join(', ') || 'none'}`);
    const time = new Date(this.#timers.now());
    return Promise.all(schedule.targets.map((target) => this.#invoker.invoke(target.functionArn, target.event(time))));
  }

  #begin(schedule: Schedule): void {
    if (!schedule.enabled) return;
    const now = this.#timers.now();
    const origin = new Date(Math.max(now, schedule.startsAt?.getTime() ?? now));
    // A time that equals the start counts, one before it does not.
    const after = schedule.startsAt && origin.getTime() > now ? new Date(origin.getTime() - 1) : origin;
    this.#arm(schedule, schedule.expression(origin), after);
  }

  /** Arms the next run only: the times that pass while the machine sleeps are skipped, not caught up. */
  #arm(schedule: Schedule, expression: ScheduleExpression, after: Date): void {
    this.#armed.delete(schedule.name);
    const time = expression.next(after);
    if (!time || (schedule.endsAt && time > schedule.endsAt)) return;
    const cancel = this.#timers.at(time.getTime(), () => {
      for (const { functionArn, event } of schedule.targets) this.#invocations.invoke(functionArn, event(time));
      this.#arm(schedule, expression, new Date(Math.max(time.getTime(), this.#timers.now())));
    });
    this.#armed.set(schedule.name, cancel);
  }
}
