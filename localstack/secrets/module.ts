import { platformModule } from '../platform-module.ts';
import { secretsResources } from './resources.ts';
import { SecretStore } from './secret-store.ts';
import { serveSecrets } from './secrets-server.ts';

/** Secrets Manager. */
export const module = platformModule({
  name: 'secrets',
  start: async () => {
    const store = new SecretStore();
    return { store, server: await serveSecrets(store) };
  },
  stop: ({ server }) => server.close(),
  resources: ({ store }, _needed, { state }) => secretsResources({ store, state }),
});
