import type { Variable } from '../../../schemas/functions/declaration.ts';
import { declarationOf, type FunctionName } from '../../../schemas/functions/functions.ts';
import { type Binding, dueTable, type EnvironmentSources, listed, table } from './binding.ts';
import type { Environment } from './node-function.ts';
import { type ProvidedSetting, settings } from './settings.ts';

const bindingOf = (variable: Variable, sources: EnvironmentSources): Binding => {
  // `SettingName` is the union of the declared names: there is a provider for each.
  if ('setting' in variable) return settings[variable.setting as ProvidedSetting](sources);
  const { access, attributes } = variable;
  const bound = sources.tables[variable.table];
  const binding = variable.due ? dueTable(bound, access) : table(bound, access, attributes);
  return variable.listed ? listed(binding, bound, attributes) : binding;
};

/** The variables of a function as it declares them. */
export const declaredEnvironment = <F extends FunctionName>(name: F, sources: EnvironmentSources): Environment<F> =>
  Object.fromEntries(
    Object.entries(declarationOf(name).environment).map(([variable, declared]) => [
      variable,
      bindingOf(declared, sources),
    ]),
  ) as Environment<F>;
