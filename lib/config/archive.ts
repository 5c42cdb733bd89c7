import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';
/**
 * The stage with the context's value for its archive: `off` removes it, as the first deployment of a cluster has to.
 * @throws {ConfigurationError} the value is another.
 */
export const withArchive = (config: StageConfig, archive: unknown): StageConfig => {
  if (archive === undefined) return config;
  if (archive === 'off') return { ...config, archive };
  throw new ConfigurationError(
    `-c archive=${JSON.stringify(archive)}: only "off" is known; the stage configures the rest.`,
  );
};
