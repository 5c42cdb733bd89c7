import { module as functions } from '../lambda/module.ts';
import { problemLine } from '../log-file.ts';
import { platformModule } from '../platform-module.ts';
import { schedulesResources } from './resources.ts';
import { Schedules } from './schedules.ts';

/** The schedules, which begin when everything is deployed. */
export const module = platformModule({
  name: 'schedules',
  needs: { functions },
  start: (needed, { log }) =>
    new Schedules({
      invoker: needed.functions.lambda,
      onFailure: (target, problem) => log.write({ part: 'schedules', function: target, ...problemLine(problem) }),
    }),
  stop: (schedules) => schedules.stop(),
  resources: schedulesResources,
  deployed: (schedules) => schedules.start(),
});
