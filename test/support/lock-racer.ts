import { workerData } from 'node:worker_threads';
import { lockFolder } from '../../localstack/folder-lock.ts';

/** Per folder: the number of racers, and of those that got the lock. */
export interface Race {
  readonly folders: readonly string[];
  readonly racers: number;
  readonly arrived: Int32Array;
  readonly winners: Int32Array;
}

const { folders, racers, arrived, winners } = workerData as Race;
for (const [round, folder] of folders.entries()) {
  Atomics.add(arrived, round, 1);
  while (Atomics.load(arrived, round) < racers);
  try {
    lockFolder(folder);
    Atomics.add(winners, round, 1);
  } catch {
    // Another racer has the lock.
  }
}
