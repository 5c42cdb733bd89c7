import { consumerConcurrency } from './consumer-load.ts';
import type { FunctionName } from './functions.ts';
import type { StageConfig } from './stage-config.ts';

/** The reserved concurrency of a function; undefined where the stage reserves none. */
export const reservedConcurrency = (
  name: FunctionName,
  { functions: { concurrency }, consumers, api }: StageConfig,
): number | undefined => {
  if (name === 'order/wait') return api.waits.atOnce === 'unreserved' ? undefined : api.waits.atOnce;
  if (concurrency === 'unreserved') return undefined;
  const given: Readonly<Partial<Record<FunctionName, number>>> = concurrency;
  return given[name] ?? consumerConcurrency(name, consumers);
};
