import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * The stage with the payment gateway that the context names, if it names one. With `stripe` the account pays for a way out of
 * every zone, and real cards are charged.
 * @throws {ConfigurationError} there is no such gateway.
 */
export const withGateway = (config: StageConfig, gateway: unknown): StageConfig => {
  if (gateway === undefined) return config;
  if (gateway !== 'stripe' && gateway !== 'simulated') {
    throw new ConfigurationError(`-c gateway=${JSON.stringify(gateway)}: choose one of simulated, stripe.`);
  }
  return { ...config, payment: { ...config.payment, gateway } };
};
