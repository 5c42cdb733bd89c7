import { ConfigurationError } from './configuration-error.ts';

/**
 * Who is told of alarms: the mail address that the context value `oncall` names, if it names one.
 * @throws {ConfigurationError} it is not an address.
 */
export const onCallAddress = (oncall: unknown): string | undefined => {
  if (oncall === undefined) return undefined;
  if (typeof oncall === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(oncall)) return oncall;
  throw new ConfigurationError(`-c oncall=${JSON.stringify(oncall)} is not a mail address.`);
};
