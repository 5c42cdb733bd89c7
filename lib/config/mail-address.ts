import { ConfigurationError } from './configuration-error.ts';

/** @throws {ConfigurationError} naming the setting: its value is not a mail address. */
export const mailAddress = (setting: string, value: unknown): string => {
  if (typeof value === 'string' && /^[^\s@.]+(\.[^\s@.]+)*@[^\s@.]+(\.[^\s@.]+)+$/.test(value)) return value;
  throw new ConfigurationError(`-c ${setting}=${JSON.stringify(value)} is not a mail address.`);
};
