import { join } from 'node:path';
import { platformModule } from '../platform-module.ts';
import type { PlatformOptions } from '../platform-options.ts';
import { synthesise } from './synthesise.ts';

/** The synthesised templates. */
export const module = platformModule({
  name: 'synthesis',
  start: (_needed, { options, progress, stopping }) =>
    progress.part(
      'template',
      () =>
        synthesise({
          projectFolder: options.root,
          cacheFolder: join(options.root, 'node_modules', '.cache', 'orderstream'),
          context: contextOf(options),
          signal: stopping,
        }),
      ({ assembly, cached }) => `${assembly.stacks.length} stacks${cached ? ', unchanged' : ' synthesised'}`,
    ),
});

/** With Managed Instances: requests share a process, where each would else take one of its own. */
const contextOf = ({ stage, keys, users }: PlatformOptions): Readonly<Record<string, string>> => ({
  managedInstances: 'true',
  ...(stage !== undefined && { stage }),
  ...(keys !== undefined && { keys }),
  ...users,
});
