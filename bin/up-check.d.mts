/** Why a platform cannot start so; undefined when it can. */
export function upFault(requested: {
  readonly stage?: string;
  readonly port?: number | string;
  readonly kafka?: string;
}): Promise<string | undefined>;
/** The same of the arguments of the command line. */
export function commandLineFault(args: readonly string[]): Promise<string | undefined>;
/** The version of Kafka that the command line requests, if it does. */
export function kafkaVersionOf(args: readonly string[]): string | undefined;
