import { type Allowance, fullAllowance } from '../../../functions/notification/model/allowance-domain.ts';
import type { Notification, Remembered } from '../../../functions/notification/model/domain.ts';
import type { Claim, Notifications, Queues, Waiting } from '../../../functions/notification/model/ports.ts';
import type { Clock } from '../../../functions/shared/kernel/clock.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** Time until the claim of a crashed invocation expires. */
export const claimMs = 30_000;

interface StoredRecord {
  readonly claim?: Claim;
  readonly remembered?: Remembered;
}

/** Stored notifications and queues in memory, under the contracts of both ports. */
export class InMemoryNotifications implements Notifications, Queues {
  readonly records = new Map<string, StoredRecord>();
  readonly allowances = new Map<string, Allowance>();
  readonly queues = new Map<string, Waiting[]>();
  /** Ids in the order in which they were enqueued, and in which they were concluded. */
  readonly queued: string[] = [];
  readonly concluded: string[] = [];
  readonly #clock: Clock;
  #claims = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async once(
    { notification_id }: Notification,
    work: (claim: Claim) => Promise<Remembered>,
  ): Promise<Remembered | 'in-flight'> {
    const now = this.#clock.now().getTime();
    const stored = this.records.get(notification_id);
    if (stored?.remembered !== undefined) return stored.remembered;
    if (stored?.claim !== undefined && Math.trunc(stored.claim) >= now) return 'in-flight';
    // Two claims of the same millisecond must differ.
    this.#claims += 1;
    const claim = now + claimMs + (this.#claims % 1_000) / 1_000;
    this.records.set(notification_id, { claim });
    try {
      const remembered = await work(claim);
      if (remembered.deferral === undefined) {
        if (!this.#holds(notification_id, claim))
          throw new TransientError('Another invocation took over the claim on the notification');
        this.records.set(notification_id, { remembered });
      }
      return remembered;
    } catch (thrown) {
      if (!(thrown instanceof Crash) && this.#holds(notification_id, claim)) this.records.delete(notification_id);
      throw thrown;
    }
  }

  async find({ notification_id }: Notification): Promise<Remembered | undefined> {
    return this.records.get(notification_id)?.remembered;
  }

  async conclude(
    { notification_id }: Notification,
    outcome: NonNullable<Remembered['outcome']>,
  ): Promise<NonNullable<Remembered['outcome']>> {
    const remembered = this.records.get(notification_id)?.remembered;
    if (remembered?.deferral === undefined) throw new RangeError(`Notification ${notification_id} was never deferred`);
    if (remembered.outcome !== undefined) return remembered.outcome;
    this.records.set(notification_id, { remembered: { ...remembered, outcome } });
    this.concluded.push(notification_id);
    return outcome;
  }

  async allowance(userId: string): Promise<Allowance> {
    return this.allowances.get(userId) ?? fullAllowance;
  }

  async save(userId: string, { before, after }: { before: Allowance; after: Allowance }): Promise<boolean> {
    if ((this.allowances.get(userId) ?? fullAllowance).version !== before.version) return false;
    this.allowances.set(userId, after);
    return true;
  }

  async enqueue(
    change: { before: Allowance; after: Allowance },
    waiting: Waiting,
    remembered: Remembered,
    claim: Claim,
  ): Promise<boolean> {
    const { notification_id, user_id } = waiting.notification;
    if (!this.#holds(notification_id, claim) || !(await this.save(user_id, change))) return false;
    this.records.set(notification_id, { remembered });
    this.queues.set(user_id, [...(this.queues.get(user_id) ?? []), waiting]);
    this.queued.push(notification_id);
    return true;
  }

  async head(userId: string, limit: number): Promise<readonly Waiting[]> {
    return (this.queues.get(userId) ?? [])
      .toSorted((a, b) => Number(a.parked ?? false) - Number(b.parked ?? false) || a.position - b.position)
      .slice(0, limit);
  }

  async postpone({ notification, position }: Waiting, due_at: string, attempts: number): Promise<void> {
    const queue = this.queues.get(notification.user_id) ?? [];
    const moved = queue.map((one) => (one.position === position ? { ...one, due_at, attempts } : one));
    this.queues.set(notification.user_id, moved);
  }

  async park({ notification, position }: Waiting, due_at: string, attempts: number): Promise<void> {
    const queue = this.queues.get(notification.user_id) ?? [];
    const parked = queue.map((one) =>
      one.position === position ? { ...one, due_at, attempts, parked: true as const } : one,
    );
    this.queues.set(notification.user_id, parked);
  }

  async remove({ notification, position }: Waiting): Promise<void> {
    const queue = this.queues.get(notification.user_id) ?? [];
    this.queues.set(
      notification.user_id,
      queue.filter((one) => one.position !== position),
    );
  }

  async due(before: string, limit: number): Promise<readonly string[]> {
    return [...this.allowances]
      .flatMap(([userId, { queue }]) => (queue === undefined ? [] : [{ userId, wakeAt: queue.wake_at }]))
      .filter(({ wakeAt }) => wakeAt < Date.parse(before))
      .sort((a, b) => a.wakeAt - b.wakeAt)
      .slice(0, limit)
      .map(({ userId }) => userId);
  }

  #holds(notificationId: string, claim: Claim): boolean {
    return this.records.get(notificationId)?.claim === claim;
  }
}

/** A crash of the process: nothing is cleaned up. */
export class Crash extends Error {
  override readonly name = 'Crash';
}
