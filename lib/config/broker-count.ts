import { ConfigurationError } from './configuration-error.ts';

/** How many brokers a stage has: the fewest legal from a number on, or exactly so many. */
export type BrokerCount = { readonly atLeast: number } | { readonly exactly: number };

/** Amazon MSK's own message when it refuses the cluster; only the deployment would show it. */
const refusal = 'The target number of broker nodes must be a multiple of the number of Availability Zones';

/** @throws {ConfigurationError} Amazon MSK would refuse the number. */
export const resolveBrokerCount = (wanted: BrokerCount, zones: number): number => {
  if ('atLeast' in wanted) return Math.max(1, Math.ceil(wanted.atLeast / zones)) * zones;
  const smallest = resolveBrokerCount({ atLeast: wanted.exactly }, zones);
  if (smallest !== wanted.exactly) {
    throw new ConfigurationError(
      `kafka.brokers is exactly ${wanted.exactly} over ${zones} zones, which Amazon MSK refuses: "${refusal}." ` +
        `The smallest legal number from there on is ${smallest}.`,
    );
  }
  return wanted.exactly;
};
