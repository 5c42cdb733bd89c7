import { Violation, type Watcher } from '../world/run-plan.ts';

/** Three times what the longest of runs takes: a line whose events all come twice at each step takes hundreds of steps. */
const mostActions = { least: 30_000, ofEachLine: 1_500 };

/** A run that goes round in circles ends: taking protections away makes such runs. */
export const bounded = (): Watcher => ({
  begin: ({ plan, scheduler }) => {
    const lines = plan.actions.flatMap((action) => (action.kind === 'place' ? action.lines : []));
    const most = mostActions.least + mostActions.ofEachLine * lines.length;
    let left = most;
    const onAction = scheduler.onAction;
    scheduler.onAction = () => {
      left -= 1;
      if (left < 0) throw new Violation('comes to an end', `Not after ${most} steps`);
      onAction();
    };
  },
});
