import { registerHooks } from 'node:module';
import { type Mutation, mutated } from './mutation.ts';

const root = new URL('../../../', import.meta.url);
const product = new URL('functions/', root).href;
const invariants = new URL('../invariants/', import.meta.url).href;

/** Whoever judges has the code as it is, with all that it imports of the product. */
const asItIs = '?as-it-is';

/** From now on this thread loads the product without a protection. Nothing of the product knows. */
export const mutateModules = (mutation: Mutation): void => {
  const target = new URL(mutation.file, root).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const { parentURL = '' } = context;
      const judging = parentURL.startsWith(invariants) || parentURL.endsWith(asItIs);
      return judging && resolved.url.startsWith(product) ? { ...resolved, url: resolved.url + asItIs } : resolved;
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (url !== target) return loaded;
      const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
      // Types are stripped after this.
      return { ...loaded, source: mutated(source, mutation) };
    },
  });
};
