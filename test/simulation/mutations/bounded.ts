import { Violation, type Watcher } from '../world/run-plan.ts';

/** More than ten times what the longest of runs takes. */
const mostActions = 60_000;

/** A run that goes round in circles ends: taking protections away makes such runs. */
export const bounded = (): Watcher => ({
  begin: ({ scheduler }) => {
    let left = mostActions;
    const onAction = scheduler.onAction;
    scheduler.onAction = () => {
      left -= 1;
      if (left < 0) throw new Violation('comes to an end', `Not after ${mostActions} steps`);
      onAction();
    };
  },
});
