import { parseExactJson } from '../../functions/shared/kernel/exact-json.ts';
import { ApiProblem, problemOf } from './orders-api.ts';
import { type OperatorTarget, SignedRequests } from './signed-requests.ts';

export interface OperatorAnswer {
  readonly status: number;
  /** JSON: whole numbers beyond the safe integers are bigints. */
  readonly body: unknown;
}

/** The HTTP API as an operator sees it: requests signed with Signature Version 4. */
export class OperatorApi {
  readonly #requests: SignedRequests;

  constructor(target: OperatorTarget) {
    this.#requests = new SignedRequests(target);
  }

  /**
   * Sends a signed request; a body goes as JSON.
   * @param path within the stage, with its query: `/admin/orders/stuck?limit=10`.
   * @throws {ApiProblem} any answer but a 2xx.
   */
  async send(method: string, path: string, body?: unknown): Promise<OperatorAnswer> {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#requests.send(method, path, content);
    if (!response.ok) throw new ApiProblem(response.status, await problemOf(response));
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parseExactJson(text) };
  }
}
