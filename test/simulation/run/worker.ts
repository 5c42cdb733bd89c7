/** A thread of its own: the globals that a simulation replaces are the thread's. */
import { parentPort, workerData } from 'node:worker_threads';
import { inflateOnce } from '../kernel/inflate-once.ts';
import type { Task, WorkerData } from './messages.ts';
import { work } from './work.ts';

const at = new Int32Array((workerData as WorkerData).at);

inflateOnce();
parentPort?.on('message', async (task: Task) => {
  parentPort?.postMessage(await work(task, (run) => void Atomics.store(at, 0, run)));
});
