import { registerHooks } from 'node:module';

const root = new URL('../../../', import.meta.url);
const product = new URL('functions/', root).href;
const invariants = new URL('../invariants/', import.meta.url).href;

/** The invariants import the unchanged code. */
const asItIs = '?as-it-is';

/** A file of the repository, and the source that is loaded instead of its own. */
export interface MutatedFile {
  readonly file: string;
  readonly source: string;
}

/** From now on this thread loads the product without a protection; the product has no switch for it. */
export const mutateModules = ({ file, source }: MutatedFile): void => {
  const target = new URL(file, root).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const { parentURL = '' } = context;
      const judging = parentURL.startsWith(invariants) || parentURL.endsWith(asItIs);
      return judging && resolved.url.startsWith(product) ? { ...resolved, url: resolved.url + asItIs } : resolved;
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      // Types are stripped after this.
      return url === target ? { ...loaded, source } : loaded;
    },
  });
};
