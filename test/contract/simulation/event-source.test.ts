import { eventSourceContract } from '../../support/simulation/event-source/event-source-contract.ts';
import { simulatedEventSourceBench } from '../../support/simulation/event-source/simulated-event-source-bench.ts';

for (let seed = 1; seed <= 20; seed += 1)
  eventSourceContract(`the simulated event source and producer, seed ${seed}`, simulatedEventSourceBench(seed));
