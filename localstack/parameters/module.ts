import { platformModule } from '../platform-module.ts';
import { type Parameters, parameterResources } from './resources.ts';

/** SSM parameters by name, filled by the deployment. */
export const module = platformModule({
  name: 'parameters',
  start: (): Parameters => new Map(),
  resources: parameterResources,
});
