import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * The stage with the context's choice of instances for the functions that take several calls at a time. It decides when a function
 * is created: Lambda neither adds nor removes it later.
 * @throws {ConfigurationError} the value is neither `true` nor `false`.
 */
export const withManagedInstances = (config: StageConfig, value: unknown): StageConfig => {
  if (value === undefined) return config;
  if (value !== 'true' && value !== 'false' && typeof value !== 'boolean')
    throw new ConfigurationError(`-c managedInstances=${JSON.stringify(value)}: choose true or false.`);
  return { ...config, functions: { ...config.functions, managedInstances: String(value) === 'true' } };
};
