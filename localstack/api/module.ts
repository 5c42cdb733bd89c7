import { module as iam } from '../iam/module.ts';
import { module as functions } from '../lambda/module.ts';
import { problemLine } from '../log-file.ts';
import { platformModule } from '../platform-module.ts';
import { RestApis } from './gateway/rest-apis.ts';
import { apiResources } from './resources/api-resources.ts';

const defaultPort = 4567;

/** API Gateway. */
export const module = platformModule({
  name: 'api',
  needs: { functions, iam },
  start: (needed, { options: { apiPort }, log }) =>
    new RestApis({
      invoker: needed.functions.lambda,
      clientWork: needed.functions.clientWork,
      identities: needed.iam,
      ...(apiPort === undefined ? { preferredPort: defaultPort } : { onlyPort: apiPort }),
      onFailure: (problem, { method, path }) => log.write({ part: 'api', method, path, ...problemLine(problem) }),
    }),
  stop: (apis) => apis.close(),
  resources: (apis, _needed, { state }) => apiResources({ apis, state }),
});
