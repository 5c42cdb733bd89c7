import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Catch, Hunt } from './hunt.ts';
import type { MutatedFile } from './mutated-modules.ts';
import { type Mutation, mutated } from './mutation.ts';
import type { MutationWorkerData } from './mutation-worker.ts';

const hangsAfterMs = 120_000;
const lookEveryMs = 1_000;

/** Resolves where a worker has been at one run for too long. */
const hanging = (at: Int32Array, signal: AbortSignal): Promise<Catch> =>
  new Promise((resolve) => {
    let seen = { run: Atomics.load(at, 0), since: performance.now() };
    const watch = setInterval(() => {
      const run = Atomics.load(at, 0);
      if (run !== seen.run) seen = { run, since: performance.now() };
      else if (performance.now() - seen.since > hangsAfterMs) {
        resolve({ seeds: run, failure: { invariant: 'comes to an end', message: 'It stands still' } });
      }
    }, lookEveryMs);
    signal.addEventListener('abort', () => clearInterval(watch));
  });

const root = new URL('../../../', import.meta.url);

const mutatedFile = (mutation: Mutation): MutatedFile => ({
  file: mutation.file,
  source: mutated(readFileSync(new URL(mutation.file, root), 'utf8'), mutation),
});

/** Looks in a thread of its own for a run that a mutation makes fail; undefined where there is none. */
export const huntMutation = async (mutation: Mutation | undefined, hunt: Hunt): Promise<Catch | undefined> => {
  const at = new SharedArrayBuffer(4);
  const workerData: MutationWorkerData = { ...hunt, at, mutatedFile: mutation && mutatedFile(mutation) };
  const worker = new Worker(new URL('./mutation-worker.ts', import.meta.url), { workerData });
  const done = new AbortController();
  try {
    const [caught] = await Promise.race([
      once(worker, 'message', { signal: done.signal }),
      hanging(new Int32Array(at), done.signal).then((one) => [one]),
    ]);
    return caught as Catch | undefined;
  } finally {
    done.abort();
    await worker.terminate();
  }
};
