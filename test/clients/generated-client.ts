import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OrdersApi } from '../support/api/orders-api.ts';

/** A client that a published tool makes of the OpenAPI document. */
export interface GeneratedClient {
  /** The tool, its version, the language. */
  readonly name: string;
  /** What this machine lacks for it. */
  readonly missing?: string | undefined;
  /**
   * Generates, compiles and runs it in the folder.
   * @returns what its program printed: `<order_id> <status> <provisional>`.
   */
  place(document: string, folder: string, api: OrdersApi): Promise<string>;
}

/** Runs a command to its end. @returns what it printed. @throws {Error} with all that it printed, when it fails. */
export const run = (
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env };
    execFile(command, args, { ...options, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else reject(new Error(`${command} ${args.join(' ')}\n${stdout}${stderr || error.message}`));
    });
  });

/** What its program is given. */
export const environmentOf = ({ url, apiKey, sku }: OrdersApi): Readonly<Record<string, string>> => ({
  ORDERSTREAM_URL: url,
  ORDERSTREAM_API_KEY: apiKey,
  ORDERSTREAM_SKU: sku,
});

/** Puts the program of a client into its folder. */
export const addProgram = (file: string, folder: string, as = file): void =>
  cpSync(fileURLToPath(new URL(`programs/${file}`, import.meta.url)), join(folder, as));
