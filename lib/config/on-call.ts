import { mailAddress } from './mail-address.ts';

/**
 * Who is told of alarms: the mail address that the context value `oncall` names, if it names one.
 * @throws {ConfigurationError} it is not an address.
 */
export const onCallAddress = (oncall: unknown): string | undefined =>
  oncall === undefined ? undefined : mailAddress('oncall', oncall);
