/** A thread of its own for each mutation: modules are loaded once a thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Hunt } from './hunt.ts';
import { type MutatedFile, mutateModules } from './mutated-modules.ts';

export interface MutationWorkerData extends Hunt {
  /** Undefined for the unchanged code. */
  readonly mutatedFile: MutatedFile | undefined;
  /** The current run. */
  readonly at: SharedArrayBuffer;
}

const data = workerData as MutationWorkerData;
const at = new Int32Array(data.at);
if (data.mutatedFile !== undefined) mutateModules(data.mutatedFile);

// Not before: it loads the product.
const { hunt } = await import('./hunt.ts');
parentPort?.postMessage(await hunt(data, (run) => void Atomics.store(at, 0, run)));
