import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * The stage with the context's setting for how operators are identified.
 * @throws {ConfigurationError} it is neither `role` nor `sourceIdentity`.
 */
export const withOperators = (config: StageConfig, operators: unknown): StageConfig => {
  if (operators === undefined) return config;
  if (operators === 'role' || operators === 'sourceIdentity') return { ...config, api: { ...config.api, operators } };
  throw new ConfigurationError(`-c operatorsBy=${JSON.stringify(operators)} is neither role nor sourceIdentity.`);
};
