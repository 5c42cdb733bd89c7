import type { KafkaProblem } from '../kafka/kafka-error.ts';

export type StateName = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';

/** As `GetEventSourceMapping` shows it. */
export interface MappingState {
  readonly State: StateName;
  /** `USER_INITIATED`, or a code for the fault that stops the mapping. */
  readonly StateTransitionReason: string;
  readonly LastProcessingResult: string;
}

/** The mapping cannot be changed in the state it is in. */
class ResourceInUseError extends Error {
  override readonly name = 'ResourceInUseException';
}

const byUser = 'USER_INITIATED';

/** Keeps a mapping's state and wakes waiting callers when it is ready. */
export class MappingStatus {
  #state: StateName;
  #reason: string = byUser;
  #result = 'No records processed';
  #waiting: (() => void)[] = [];

  constructor(enabled: boolean) {
    this.#state = enabled ? 'Creating' : 'Disabled';
  }

  snapshot(): MappingState {
    return { State: this.#state, StateTransitionReason: this.#reason, LastProcessingResult: this.#result };
  }

  /** @throws {ResourceInUseError} */
  assertUpdatable(): void {
    if (this.#state === 'Creating' || this.#state === 'Deleting') {
      throw new ResourceInUseError(`The event source mapping is in state ${this.#state} and cannot be updated`);
    }
  }

  enter(state: StateName): void {
    this.#state = state;
    this.#reason = byUser;
    this.#wakeIfReady();
  }

  /** All assigned partitions are polled. */
  reading(): void {
    if (this.#state === 'Disabling' || this.#state === 'Deleting') return;
    this.#state = 'Enabled';
    this.#reason = byUser;
    this.#wakeIfReady();
  }

  problem({ code, result }: KafkaProblem): void {
    if (code !== undefined) this.#reason = code;
    this.#result = result;
  }

  result(result: string): void {
    this.#result = result;
  }

  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#wakeIfReady();
    });
  }

  #wakeIfReady(): void {
    if (!['Enabled', 'Disabled', 'Deleting'].includes(this.#state)) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
