import { ConfigurationError } from './configuration-error.ts';
import type { ClientKey, StageConfig } from './stage-config.ts';
/** The client and key of every stage's first deployment. */
export const firstKey = { client: 'client', key: 'client', enabled: true } as const satisfies ClientKey;

/** A stage variable, which names a client's keys, is part of a name (letters, digits, `_`) and holds 512 characters. */
const named = /^([a-z][a-z0-9_]{0,31})\/([a-z0-9][a-z0-9-]{0,31})(:off)?$/;
const byId = /^([a-z][a-z0-9_]{0,31})\/@([a-z0-9]{10})$/;
const mostKeysOfClient = 40;

const keyOf = (text: string): ClientKey => {
  const [, client, id] = byId.exec(text) ?? [];
  if (client !== undefined && id !== undefined) return { client, id };
  const [, owner, key, off] = named.exec(text) ?? [];
  if (owner !== undefined && key !== undefined) return { client: owner, key, enabled: off === undefined };
  throw new ConfigurationError(
    `-c keys: ${JSON.stringify(text)} is no key. Write <client>/<key>, <client>/<key>:off or <client>/@<id of the key>, for example client/client,client/2027.`,
  );
};

const textOf = (key: ClientKey): string => ('id' in key ? `${key.client}/@${key.id}` : `${key.client}/${key.key}`);

/** The clients with their keys, the oldest first: the first key identifies the client. */
export const keysByClient = (keys: readonly ClientKey[]): ReadonlyMap<string, readonly ClientKey[]> =>
  Map.groupBy(keys, ({ client }) => client);

/**
 * The stage with the API keys that the context names: `client/client:off,client/2027,shop/2027`.
 * @throws {ConfigurationError} one is malformed, is there twice, or the deployed first key is missing or not its client's first.
 */
export const withKeys = (config: StageConfig, keys: unknown): StageConfig => {
  if (keys === undefined) return config;
  const parsed = `${keys}`.split(',').map((text) => keyOf(text.trim()));
  const repeated = parsed.find((key, index) => parsed.slice(0, index).some((other) => textOf(other) === textOf(key)));
  if (repeated !== undefined) throw new ConfigurationError(`-c keys: ${textOf(repeated)} is there twice.`);
  for (const [client, own] of keysByClient(parsed)) {
    if (own.length > mostKeysOfClient) {
      throw new ConfigurationError(
        `-c keys: ${client} has more than ${mostKeysOfClient} keys. Leave out those that are off, but not the first.`,
      );
    }
  }
  const [first] = keysByClient(parsed).get(firstKey.client) ?? [];
  if (first === undefined || textOf(first) !== textOf(firstKey)) {
    throw new ConfigurationError(
      `-c keys: ${textOf(firstKey)} is deployed and has to stay the first key of its client, whose orders belong to it. Add :off to end it.`,
    );
  }
  return { ...config, api: { ...config.api, keys: parsed } };
};
