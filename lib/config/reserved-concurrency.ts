import { principals } from '../../schemas/catalogue.ts';
import { declarationOf, type FunctionName } from '../../schemas/functions/functions.ts';
import { consumerConcurrency } from './consumer-load.ts';
import type { StageConfig } from './stage-config.ts';

/** The reserved concurrency of a function; undefined where the stage reserves none. */
export const reservedConcurrency = (name: FunctionName, stage: StageConfig): number | undefined => {
  const { concurrency } = declarationOf(name);
  const { waits } = stage.api;
  if (concurrency === 'waits') return waits.atOnce === 'unreserved' ? undefined : waits.atOnce;
  if (stage.functions.concurrency === 'unreserved') return undefined;
  if (concurrency === undefined) return consumerConcurrency(name, stage.consumers);
  return concurrency === 'principals' ? principals.length : concurrency;
};
