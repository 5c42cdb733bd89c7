import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { parseExactJson } from '../../functions/shared/kernel/exact-json.ts';
import { fetchAnswer } from './no-answer.ts';
import { ApiProblem, problemOf } from './orders-api.ts';

/** The access key of an IAM identity; on AWS a provider of the SDK, for instance its default chain. */
type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** Address of the HTTP API and the caller. `apiUrl` ends with a slash and includes the stage. */
export interface OperatorTarget {
  readonly apiUrl: string;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface OperatorAnswer {
  readonly status: number;
  /** JSON: whole numbers beyond the safe integers are bigints. */
  readonly body: unknown;
}

const requestTimeoutMs = 35_000;

/** The HTTP API as an operator sees it: requests signed with Signature Version 4. */
export class OperatorApi {
  readonly #target: OperatorTarget;
  readonly #signer: SignatureV4;

  constructor(target: OperatorTarget) {
    this.#target = target;
    const { credentials, region } = target;
    this.#signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  }

  /**
   * Sends a signed request; a body goes as JSON.
   * @param path within the stage, with its query: `/admin/orders/stuck?limit=10`.
   * @throws {ApiProblem} any answer but a 2xx.
   */
  async send(method: string, path: string, body?: unknown): Promise<OperatorAnswer> {
    const url = new URL(path.replace(/^\/+/, ''), this.#target.apiUrl);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = await this.#sign(method, url, payload);
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetchAnswer(url, {
      method,
      headers,
      signal,
      ...(payload !== undefined && { body: payload }),
    });
    if (!response.ok) throw new ApiProblem(response.status, await problemOf(response));
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parseExactJson(text) };
  }

  async #sign(method: string, url: URL, body: string | undefined): Promise<Record<string, string>> {
    const query: Record<string, string[]> = {};
    for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name);
    const signed = await this.#signer.sign(
      new HttpRequest({
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query,
        headers: { host: url.host, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body,
      }),
    );
    // fetch sets the host header itself, to the value that was signed.
    const { host: _host, ...headers } = signed.headers;
    return headers;
  }
}
