import { declarationOf, functionNames, type functions } from '../../../schemas/functions/functions.ts';
import { type ComposedFunction, compositions } from './composition.ts';

type Declared = typeof functions;

/** A composed function that a schedule starts. */
export type ScheduledFunction = {
  [F in ComposedFunction]: Declared[F] extends { readonly everySeconds: number } ? F : never;
}[ComposedFunction];

/** The intervals of the composed functions, as they are declared; milliseconds. */
export const schedules = Object.fromEntries(
  functionNames.flatMap((name) => {
    const { everySeconds } = declarationOf(name);
    return everySeconds !== undefined && name in compositions ? [[name, everySeconds * 1_000]] : [];
  }),
) as Readonly<Record<ScheduledFunction, number>>;
