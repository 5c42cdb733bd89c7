/** The variables of every function, besides its own. */
export interface CommonEnvironment {
  /** Bootstrap servers of the SASL/SCRAM listener, comma-separated. */
  readonly KAFKA_BROKERS: string;
  /** ARN of the secret with the SCRAM credentials of the function's principal. */
  readonly KAFKA_SECRET_ARN: string;
  /** The name of the service's Kafka client, logs, metrics and traces. */
  readonly POWERTOOLS_SERVICE_NAME: string;
}

class MissingEnvironmentError extends Error {
  override readonly name = 'MissingEnvironmentError';
}

const common: { readonly [N in keyof CommonEnvironment]: true } = {
  KAFKA_BROKERS: true,
  KAFKA_SECRET_ARN: true,
  POWERTOOLS_SERVICE_NAME: true,
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables of a contract, for functions without the common ones.
 * @param names every variable of the contract, as keys: a missing one does not compile.
 * @throws {MissingEnvironmentError} naming every variable that is missing or empty.
 */
export const readVariables = <E extends object>(
  names: { readonly [N in keyof E]: unknown },
  source: Variables = process.env,
): E => {
  const required = Object.keys(names);
  const missing = required.filter((name) => (source[name] ?? '') === '');
  if (missing.length > 0) throw new MissingEnvironmentError(`Missing environment variables: ${missing.join(', ')}`);
  return Object.fromEntries(required.map((name) => [name, source[name]])) as E;
};

/**
 * Reads a function's environment once, in its composition root.
 * @throws {MissingEnvironmentError} naming every variable that is missing or empty.
 * @example const environment = readEnvironment<LedgerEnvironment>(inventory['inventory/ledger'].environment);
 */
export const readEnvironment = <E extends object>(
  names: { readonly [N in keyof E]: unknown },
  source: Variables = process.env,
): E & CommonEnvironment =>
  readVariables<E & CommonEnvironment>(
    { ...common, ...names } as { [N in keyof (E & CommonEnvironment)]: unknown },
    source,
  );
