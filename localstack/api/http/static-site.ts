import type { ApiAnswer, ApiRequest, HeaderLine } from './http-message.ts';

interface StaticFile {
  readonly contentType: string;
  readonly body: string;
}

/** By name within the folder; `index.html` answers for the folder itself. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const text = (status: number, body: string, ...headers: readonly HeaderLine[]): ApiAnswer => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers],
  body,
});

/** Files below one folder of the listener's paths, beside the stages of the API. */
export class StaticSite {
  readonly #folder: string;
  readonly #files: StaticFiles;

  constructor(folder: string, files: StaticFiles) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Undefined for a path outside the folder. */
  answer({ method, path }: Pick<ApiRequest, 'method' | 'path'>): ApiAnswer | undefined {
    const base = `/${this.#folder}`;
    if (path !== base && !path.startsWith(`${base}/`)) return undefined;
    if (method !== 'GET' && method !== 'HEAD') return text(405, 'Read only.\n', ['Allow', 'GET, HEAD']);
    // The pages refer to each other relative to the folder.
    if (path === base) return text(308, '', ['Location', `${base}/`]);
    const file = this.#files.get(path.slice(base.length + 1) || 'index.html');
    if (file === undefined) return text(404, `No file ${path}\n`);
    return {
      status: 200,
      headers: [
        ['Content-Type', file.contentType],
        ['Cache-Control', 'no-cache'],
        ['X-Content-Type-Options', 'nosniff'],
        ['X-Frame-Options', 'DENY'],
        ['Referrer-Policy', 'no-referrer'],
      ],
      body: file.body,
    };
  }
}
