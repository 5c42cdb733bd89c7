import { describe } from 'vitest';
import { batchContract } from './batch-contract.ts';
import type { OnBench, OpenBench } from './event-source-bench.ts';
import { failureContract } from './failure-contract.ts';
import { groupContract } from './group-contract.ts';
import { recordContract } from './record-contract.ts';

/** The contract of event source mappings and producers, for the simulated and the real ones. Concurrent: a real one mostly waits. */
export const eventSourceContract = (name: string, open: OpenBench): void => {
  const on: OnBench = (partitions, test) => async () => {
    const bench = await open(partitions);
    try {
      await test(bench);
    } finally {
      await bench.close();
    }
  };
  describe.concurrent(name, () => {
    batchContract(on);
    failureContract(on);
    recordContract(on);
    groupContract(on);
  });
};
