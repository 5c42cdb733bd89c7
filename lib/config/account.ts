import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';

/** Account and region of a deployment, by the CDK's names for those of its credentials. */
interface Place {
  readonly account: unknown;
  readonly region: unknown;
}

const patterns = { account: /^\d{12}$/, region: /^[a-z]{2,3}(-[a-z]+)+-\d$/ } as const;

const checked = (setting: keyof Place, meant: unknown, actual: unknown): void => {
  if (typeof meant !== 'string' || !patterns[setting].test(meant)) {
    throw new ConfigurationError(
      `-c ${setting}=${JSON.stringify(meant)}: give both, for instance -c account=123456789012 -c region=eu-west-1.`,
    );
  }
  if (actual !== undefined && actual !== meant) {
    throw new ConfigurationError(`The ${setting} of the credentials is ${actual}, and this stage is for ${meant}.`);
  }
};

/** Settings that belong to one account and that a stage requires: named by the context. */
const missing = ({ notification }: StageConfig): readonly string[] => {
  const { provider, sender, operations } = notification;
  if (provider !== 'aws') return [];
  const isPlaceholder = (address: string | undefined): boolean => address?.endsWith('.example') === true;
  return [
    ...(isPlaceholder(sender) ? ['-c sender=<mail address that SES has verified there>'] : []),
    ...(isPlaceholder(operations.email) ? ['-c operations=<mail address>'] : []),
  ];
};

/**
 * With an account and a region in the context, a stage is synthesised for these, and is complete. Without them templates can
 * be inspected, and deployed to the account of the credentials, without mail addresses.
 * @throws {ConfigurationError} the credentials are of another account, or the context lacks a required setting.
 */
export const assertAccount = (config: StageConfig, meant: Place, credentials: Place): void => {
  if (meant.account === undefined && meant.region === undefined) return;
  checked('account', meant.account, credentials.account);
  // Without credentials the CDK still names a region: its own default.
  checked('region', meant.region, credentials.account === undefined ? undefined : credentials.region);
  const settings = missing(config);
  if (settings.length > 0) {
    throw new ConfigurationError(
      `Account ${meant.account} has no use for example addresses: give ${settings.join(' ')}.`,
    );
  }
};
