import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { fetchAnswer } from './no-answer.ts';

/** The access key of an IAM identity; on AWS a provider of the SDK, for instance its default chain. */
type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** Address of the HTTP API and the caller. `apiUrl` ends with a slash and includes the stage. */
export interface OperatorTarget {
  readonly apiUrl: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** A JSON body, and headers that are not signed. */
export interface RequestContent {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const requestTimeoutMs = 35_000;

/** Sends requests to the HTTP API, signed with Signature Version 4. */
export class SignedRequests {
  readonly #target: OperatorTarget;
  readonly #signer: SignatureV4;

  constructor(target: OperatorTarget) {
    this.#target = target;
    const { credentials, region } = target;
    this.#signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  }

  /**
   * @param path within the stage, with its query: `/admin/orders/stuck?limit=10`.
   * @returns any answer, whatever its status.
   * @throws {NoAnswer}
   */
  async send(method: string, path: string, { body, headers = {} }: RequestContent = {}): Promise<Response> {
    const url = new URL(path.replace(/^\/+/, ''), this.#target.apiUrl);
    return fetchAnswer(url, {
      method,
      headers: { ...headers, ...(await this.#sign(method, url, body)) },
      signal: AbortSignal.timeout(requestTimeoutMs),
      ...(body !== undefined && { body }),
    });
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
