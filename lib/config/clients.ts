import { ConfigurationError } from './configuration-error.ts';
import type { Clients, StageConfig } from './stage-config.ts';

const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Signing keys fetched over plain HTTP can be forged, except from an issuer on this machine. */
const checked = (issuer: string): string => {
  const url = URL.parse(issuer);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return issuer;
  throw new ConfigurationError(`The issuer ${JSON.stringify(issuer)} is not an https URL.`);
};

/**
 * The stage with the clients that the context names, if it names any.
 * @throws {ConfigurationError} only one of issuer and audience is given, or the issuer cannot be trusted.
 */
export const withClients = (
  config: StageConfig,
  { issuer, audience }: { readonly issuer?: unknown; readonly audience?: unknown },
): StageConfig => {
  const clients: Clients =
    issuer === undefined && audience === undefined
      ? config.api.clients
      : { issuer: `${issuer}`, audience: `${audience}` };
  if (clients === 'apiKeys') return config;
  if (clients.audience === 'undefined' || clients.audience === '') {
    throw new ConfigurationError('Tokens need an audience: give -c audience=<name> with -c issuer=<url>.');
  }
  return { ...config, api: { ...config.api, clients: { ...clients, issuer: checked(clients.issuer) } } };
};
