import { runScenario } from '../scenarios/run-scenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Results } from './messages.ts';
import { runWithStory } from './work.ts';

/** A named scenario with its story: a failure also where the race did not take place. */
export const replayScenario = async (scenario: Scenario): Promise<Results['replay']> => {
  const { teller } = await runWithStory(scenario.plan);
  const { failure, missing } = await runScenario(scenario);
  const notForced = missing === undefined ? undefined : { invariant: 'the race takes place', message: missing };
  const found = failure ?? notForced;
  return { story: teller.lines(), ...(found && { failure: found }) };
};
