import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';

/** For how long copies of the topics are kept, once Kafka has forgotten them. */
export interface Archive {
  /** Of the events, which name customers and how to reach them. */
  readonly eventDays: number;
  /** Of the books, which name nobody. Until then nobody can delete them, not even the account's owner. */
  readonly auditDays: number;
}

/**
 * The stage with what the context says of its archive: `off` takes it away, as the first deployment of a cluster has to.
 * @throws {ConfigurationError} the context says anything else.
 */
export const withArchive = (config: StageConfig, archive: unknown): StageConfig => {
  if (archive === undefined) return config;
  if (archive === 'off') return { ...config, archive };
  throw new ConfigurationError(`-c archive=${JSON.stringify(archive)}: only "off" is known; a stage says the rest.`);
};
