import { mailAddress } from './mail-address.ts';

/**
 * The mail address that alarms notify: the context value `oncall`, if there is one.
 * @throws {ConfigurationError} it is not an address.
 */
export const onCallAddress = (oncall: unknown): string | undefined =>
  oncall === undefined ? undefined : mailAddress('oncall', oncall);
