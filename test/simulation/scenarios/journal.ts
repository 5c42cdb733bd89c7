import type { ItemChange } from '../dynamodb/simulated-dynamodb.ts';
import type { StoredRecord } from '../kafka/simulated-kafka.ts';
import type { Watcher } from '../world/run-plan.ts';
import { type Narrate, startsAt, type World } from '../world/world.ts';

/** One thing that happened: an event was emitted, an item stored, or a line logged. */
export interface Entry {
  /** Milliseconds since the start. */
  readonly at: number;
  /** Label of a process: its function, a hash, a number. */
  readonly who: string;
  readonly emitted?: StoredRecord;
  readonly stored?: ItemChange;
  readonly logged?: string;
}

/** Writes down what happens in a run, in its order. */
export class Journal {
  readonly entries: Entry[] = [];
  #world: World | undefined;

  readonly log: Narrate = (at, who, logged) => void this.entries.push({ at: at - startsAt, who, logged });

  readonly watcher: Watcher = {
    begin: (world) => {
      this.#world = world;
      const { scheduler, machine } = world;
      const write = (entry: Pick<Entry, 'emitted' | 'stored'>): void =>
        void this.entries.push({ at: scheduler.now - startsAt, who: machine.serving?.label ?? '', ...entry });
      world.onCommit.push((changes) => {
        for (const stored of changes) write({ stored });
      });
      world.onAppend.push((emitted) => write({ emitted }));
    },
  };

  /** @throws {Error} before the run. */
  get world(): World {
    if (this.#world === undefined) throw new Error('There was no run');
    return this.#world;
  }
}
