import { assertAccount } from './account.ts';
import { withArchive } from './archive.ts';
import { withKeys } from './client-keys.ts';
import { withClients } from './clients.ts';
import { withDomain } from './domain.ts';
import { withGateway } from './gateway.ts';
import { withManagedInstances } from './managed-instances.ts';
import { withOperators } from './operators.ts';
import { withSender } from './sender.ts';
import type { StageConfig } from './stage-config.ts';

/** A value that is given by `-c <key>=<value>`; undefined when it is not. */
type Context = (key: string) => unknown;

/**
 * The stage with all settings of the context: what belongs to one account is in no repository.
 * @param credentials account and region that the CDK found for its caller.
 * @throws {ConfigurationError} a value is invalid, or lacks another.
 */
export const withContext = (
  stage: StageConfig,
  context: Context,
  credentials: Readonly<Record<'account' | 'region', string | undefined>>,
): StageConfig => {
  const archived = withArchive(stage, context('archive'));
  const charging = withGateway(archived, context('gateway'));
  const running = withManagedInstances(charging, context('managedInstances'));
  const keyed = withOperators(withKeys(running, context('keys')), context('operatorsBy'));
  const known = withClients(keyed, { issuer: context('issuer'), audience: context('audience') });
  const named = withDomain(known, {
    domain: context('domain'),
    certificate: context('certificate'),
    hostedZone: context('hostedZone'),
  });
  const config = withSender(named, { sender: context('sender'), operations: context('operations') });
  assertAccount(config, { account: context('account'), region: context('region') }, credentials);
  return config;
};
