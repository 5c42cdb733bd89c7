import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the page. */
interface PageFile {
  readonly contentType: string;
  readonly body: string;
}

/** By name below `/console/`; the page itself has the empty name. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const source = (name: string): string => fileURLToPath(new URL(`../../console/${name}`, import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * Bundles the page in memory, in some hundred milliseconds.
 * @throws {Error} naming the file and line at fault.
 */
export const pageFiles = async (): Promise<PageFiles> => {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: { console: source('main.tsx'), style: source('style.css') },
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
    // Its own: the compiler settings of the repository are for Node.
    tsconfig: source('tsconfig.json'),
  }).finally(() => stop()); // Its process would stay.
  const files = outputFiles.map(({ path, text }): [string, PageFile] => [
    path.replace(/^.*[/\\]/, ''),
    { contentType: contentTypes[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream', body: text },
  ]);
  const written = (name: string, contentType: string): PageFile => ({
    contentType,
    body: readFileSync(source(name), 'utf8'),
  });
  return new Map([
    ['', written('index.html', 'text/html; charset=utf-8')],
    ['icon.svg', written('icon.svg', 'image/svg+xml')],
    ...files,
  ]);
};

/** The page's files, bundled when they are first asked for: a console that is not opened costs nothing. */
export const pageFilesOnce = (bundle: () => Promise<PageFiles> = pageFiles): (() => Promise<PageFiles>) => {
  let files: Promise<PageFiles> | undefined;
  return () => {
    files ??= bundle().catch((error: unknown) => {
      // The next request tries again.
      files = undefined;
      throw error;
    });
    return files;
  };
};
