/** A thread of its own for each mutation: modules are loaded once a thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { allMutations } from './all-mutations.ts';
import type { Hunt } from './hunt.ts';
import { mutateModules } from './mutated-modules.ts';

export interface MutationWorkerData extends Hunt {
  /** Undefined for the code as it is. */
  readonly mutation: string | undefined;
  /** The run that it is at. */
  readonly at: SharedArrayBuffer;
}

const data = workerData as MutationWorkerData;
const at = new Int32Array(data.at);
const mutation = allMutations.find(({ name }) => name === data.mutation);
if (mutation !== undefined) mutateModules(mutation);

// Not before: it loads the product.
const { hunt } = await import('./hunt.ts');
parentPort?.postMessage(await hunt(data, (run) => void Atomics.store(at, 0, run)));
