/** Why a platform cannot start so; undefined when it can. */
export function upFault(asked: {
  readonly stage?: string;
  readonly port?: number | string;
}): Promise<string | undefined>;
/** The same of the arguments of the command line. */
export function commandLineFault(args: readonly string[]): Promise<string | undefined>;
