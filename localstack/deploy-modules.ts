import { module as parameters } from './parameters/module.ts';
import type { PlatformContext } from './platform-module.ts';
import type { StartedModules } from './start-modules.ts';
import { deploy, type Outputs } from './template/deploy.ts';
import { module as synthesis } from './template/module.ts';

/** Creates the resources of all stacks in the modules that run their types. */
export const deployModules = async (
  modules: StartedModules,
  { location, progress }: PlatformContext,
): Promise<Outputs> => {
  const { assembly } = modules.partOf(synthesis);
  const options = { location, parameters: modules.partOf(parameters), providers: modules.providers() };
  const outputs = await progress.part(
    'resources',
    () => deploy(assembly, options),
    () => 'created as the templates declare',
  );
  await modules.deployed();
  return outputs;
};
