import { module as functions } from '../lambda/module.ts';
import { platformModule } from '../platform-module.ts';
import { customResourceProvider } from './custom-resource.ts';

/** Custom resources, which a function of the template creates. */
export const module = platformModule({
  name: 'custom resources',
  needs: { functions },
  start: (needed) => needed.functions.lambda,
  resources: (lambda) => ({ 'Custom::*': customResourceProvider(lambda) }),
});
