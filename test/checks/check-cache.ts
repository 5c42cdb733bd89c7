import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryFiles } from './repository-files.ts';

/** Which files a check reads: all, or all but prose. */
export type Inputs = 'all' | 'code';

/** No compiler, linter of code or template reads them. Everything else counts as code, so that no input is forgotten. */
const prose = /^(docs|findings|\.github)\/|\.md$/;

const contentOf = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

/**
 * Remembers which checks passed for which inputs: the content of every file of the checkout that they may read, the lockfile among
 * them, what npm installed, the version of Node, and the check's own command. A check that failed is never remembered.
 */
export class CheckCache {
  readonly #root: string;
  readonly #folder: string;

  constructor(root: string) {
    this.#root = root;
    this.#folder = join(root, 'node_modules/.cache/orderstream/checks');
  }

  /** Undefined outside a Git checkout: then nothing is remembered. */
  key(command: readonly string[], inputs: Inputs): string | undefined {
    const files = repositoryFiles(this.#root);
    if (files === undefined) return undefined;
    const hash = createHash('sha256').update(
      JSON.stringify([process.version, process.platform, process.arch, command]),
    );
    const read = files.filter((path) => inputs === 'all' || !prose.test(path));
    for (const path of [...read, 'node_modules/.package-lock.json']) {
      const content = contentOf(join(this.#root, path));
      hash.update(JSON.stringify([path, content?.length ?? 'absent'])).update(content ?? '');
    }
    return hash.digest('hex');
  }

  passed(name: string, key: string | undefined): boolean {
    return key !== undefined && contentOf(this.#file(name))?.toString() === key;
  }

  remember(name: string, key: string): void {
    const file = this.#file(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, key);
  }

  #file(name: string): string {
    return join(this.#folder, name.replaceAll(/\W+/g, '-'));
  }
}
