/** Given to every function, besides its own variables. */
export interface CommonEnvironment {
  /** Bootstrap servers of the SASL/SCRAM listener, comma-separated. */
  readonly KAFKA_BROKERS: string;
  /** ARN of the secret with the SCRAM credentials of the function's principal. */
  readonly KAFKA_SECRET_ARN: string;
  /** The service: name of its Kafka client, and of its logs, metrics and traces. */
  readonly POWERTOOLS_SERVICE_NAME: string;
}

class MissingEnvironmentError extends Error {
  override readonly name = 'MissingEnvironmentError';
}

const commonNames: readonly (keyof CommonEnvironment)[] = [
  'KAFKA_BROKERS',
  'KAFKA_SECRET_ARN',
  'POWERTOOLS_SERVICE_NAME',
];

/**
 * Reads a function's environment once, in its composition root.
 * @param names every variable of the contract: a contract with another variable does not compile until it is named here.
 * @throws {MissingEnvironmentError} naming every variable that is missing or empty.
 * @example const environment = readEnvironment<LedgerEnvironment>({ STOCK_TABLE: true, RESERVATIONS_TABLE: true });
 */
export const readEnvironment = <E extends object>(
  names: { readonly [N in keyof E]: true },
  source: Readonly<Record<string, string | undefined>> = process.env,
): E & CommonEnvironment => {
  const wanted = [...commonNames, ...Object.keys(names)];
  const missing = wanted.filter((name) => (source[name] ?? '') === '');
  if (missing.length > 0) throw new MissingEnvironmentError(`Missing environment variables: ${missing.join(', ')}`);
  return Object.fromEntries(wanted.map((name) => [name, source[name]])) as E & CommonEnvironment;
};
