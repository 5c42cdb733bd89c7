import type { FaultSpec } from '../plan/plan.ts';
import type { FaultInjector } from './fault-injector.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What processes have in common. */
export interface Machine {
  readonly scheduler: Scheduler;
  readonly faults: FaultInjector;
  /** The longest that a request is under way; milliseconds. */
  readonly networkMs: number;
  /** Whose code runs now. */
  running: SimulatedProcess | undefined;
  /** Whose request is being done now. */
  serving: SimulatedProcess | undefined;
  log(who: string, what: () => string): void;
}

/** A request that a process makes of something outside of it. */
export interface RemoteCall<T> {
  /** The kind of await that it is. */
  readonly kind: string;
  /** What else than a crash can go wrong with it. */
  readonly faults: readonly string[];
  /** Done where it is asked, at one moment; what it throws comes back. @param fault one of `faults`. */
  readonly perform: (fault?: { readonly name: string; readonly amount: number }) => T | Promise<T>;
}

/** An execution environment: it runs one invocation at a time, and may die or stand still at every await. */
export class SimulatedProcess {
  readonly name: string;
  readonly label: string;
  readonly #machine: Machine;
  readonly #random: Random;
  readonly #skewMs: number;
  #alive = true;
  #frozenUntil = 0;
  /** Called when it dies or stands still: its caller gives the work to another. */
  onTrouble: ((trouble: 'died' | 'froze') => void) | undefined;
  /** Virtual time at which it is ended. */
  deadline = Number.POSITIVE_INFINITY;

  constructor(machine: Machine, { name, label, skewMs, random }: ProcessOptions) {
    this.name = name;
    this.label = label;
    this.#machine = machine;
    this.#random = random;
    this.#skewMs = skewMs;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Milliseconds since the epoch, as its clock has them. */
  get wallClock(): number {
    return this.#machine.scheduler.now + this.#skewMs;
  }

  random(): number {
    return this.#random.fraction();
  }

  die(why: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#machine.faults.trouble(this.label, this.#machine.scheduler.now);
    this.#machine.log(this.label, () => `dies: ${why}`);
    this.onTrouble?.('died');
  }

  /** Runs code as this process: until it waits, no other process runs. */
  run(code: () => void): void {
    if (!this.#alive) return;
    this.#machine.running = this;
    code();
  }

  /** Goes on with code that waited for something: not if it has died, later if it stands still. */
  resume(code: () => void): void {
    const { scheduler } = this.#machine;
    if (!this.#alive) return;
    if (scheduler.now >= this.deadline) this.die('its time is over');
    else if (scheduler.now < this.#frozenUntil)
      scheduler.after(this.#frozenUntil - scheduler.now, () => this.resume(code));
    else this.run(code);
  }

  /** A timer of this process's. */
  timer(milliseconds: number, code: () => void): void {
    this.#machine.scheduler.after(milliseconds, () => this.resume(code));
  }

  /** Makes a request; the promise is never settled where the process does not live to see it. */
  call<T>(call: RemoteCall<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#alive) return;
      const { faults } = this.#machine;
      const fault = faults.at(this.name, call.kind);
      if (fault?.kind === 'die-before') {
        faults.inject('crash before a request');
        faults.countOf(this.name, call.kind).diedBefore += 1;
        this.die(`before ${call.kind}`);
        return;
      }
      if (fault?.kind === 'defect') {
        faults.inject('defect');
        faults.trouble(this.label, this.#machine.scheduler.now);
        this.#machine.log(this.label, () => `meets a defect at ${call.kind}`);
        reject(new RangeError('A defect that is mended later'));
        return;
      }
      if (fault?.kind === 'freeze-before') this.#freeze(fault, call.kind);
      const send = () => this.#send(call, fault, { resolve, reject });
      if (fault?.kind === 'freeze-before') this.timer(0, send);
      else send();
    });
  }

  #send<T>(call: RemoteCall<T>, fault: FaultSpec | undefined, promise: Settle<T>): void {
    const { scheduler, faults } = this.#machine;
    scheduler.after(this.#delay() + this.#late('late-request', fault, call.kind), () => {
      // Whatever has become of who asked: the request is here.
      this.#machine.serving = this;
      const name =
        fault?.kind === 'fault' && call.faults.length > 0 ? call.faults[fault.pick % call.faults.length] : undefined;
      if (name !== undefined) {
        faults.inject(name);
        faults.trouble(this.label, scheduler.now);
        this.#machine.log(this.label, () => `meets "${name}" at ${call.kind}`);
      }
      const reply = this.#replying(call, fault, promise);
      try {
        const done = call.perform(name === undefined ? undefined : { name, amount: fault?.amount ?? 0 });
        if (done instanceof Promise)
          done.then(
            (value) => reply(() => promise.resolve(value)),
            (thrown) => reply(() => promise.reject(thrown)),
          );
        else reply(() => promise.resolve(done));
      } catch (thrown) {
        reply(() => promise.reject(thrown));
      }
    });
  }

  #replying<T>(call: RemoteCall<T>, fault: FaultSpec | undefined, _promise: Settle<T>) {
    const { scheduler, faults } = this.#machine;
    return (settle: () => void): void => {
      if (fault?.kind === 'die-after' && this.#alive) {
        faults.inject('crash after a request');
        faults.countOf(this.name, call.kind).diedAfter += 1;
        this.die(`after ${call.kind}`);
        return;
      }
      if (fault?.kind === 'freeze-after') this.#freeze(fault, call.kind);
      scheduler.after(this.#delay() + this.#late('late-answer', fault, call.kind), () => this.resume(settle));
    };
  }

  /** How much longer something is under way, by a fault of that name. */
  #late(name: FaultSpec['kind'], fault: FaultSpec | undefined, kind: string): number {
    if (fault?.kind !== name) return 0;
    const { faults, scheduler, log } = this.#machine;
    faults.inject(name);
    faults.trouble(this.label, scheduler.now);
    log(this.label, () => `meets "${name}" by ${(fault.amount / 1_000).toFixed(1)} s at ${kind}`);
    return fault.amount;
  }

  #freeze({ amount }: FaultSpec, kind: string): void {
    const { scheduler, faults } = this.#machine;
    faults.inject('zombie');
    faults.trouble(this.label, scheduler.now);
    this.#frozenUntil = scheduler.now + amount;
    this.#machine.log(this.label, () => `stands still for ${(amount / 1_000).toFixed(1)} s at ${kind}`);
    this.onTrouble?.('froze');
  }

  #delay(): number {
    return this.#random.skewed(1, this.#machine.networkMs);
  }
}

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (thrown: unknown) => void;
}

export interface ProcessOptions {
  readonly name: string;
  readonly label: string;
  readonly skewMs: number;
  readonly random: Random;
}
