import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';
/**
 * The stage with what the context says of its archive: `off` takes it away, as the first deployment of a cluster has to.
 * @throws {ConfigurationError} the context says anything else.
 */
export const withArchive = (config: StageConfig, archive: unknown): StageConfig => {
  if (archive === undefined) return config;
  if (archive === 'off') return { ...config, archive };
  throw new ConfigurationError(`-c archive=${JSON.stringify(archive)}: only "off" is known; a stage says the rest.`);
};
