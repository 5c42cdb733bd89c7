import type { HttpRequest } from '../../../functions/shared/runtime/http/request.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';
import type { ComposedFunction } from './composition.ts';
import type { FunctionPool } from './function-pool.ts';

export interface Request {
  readonly function: ComposedFunction;
  readonly route: string;
  readonly id?: string;
  readonly client: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
  /** `Stripe-Signature`, of the body as JSON. */
  readonly signature?: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const httpRequest = (request: Request, remainingMs: () => number): HttpRequest => {
  const [method = '', resource = ''] = request.route.split(' ');
  const path = resource.replace(/\{\w+\}/, request.id ?? '');
  const headers: Readonly<Record<string, string | undefined>> = {
    'idempotency-key': request.idempotencyKey,
    'stripe-signature': request.signature,
  };
  return {
    ...{ method, resource, path, publicPath: path, client: request.client, actor: request.client },
    ...{ requestId: request.traceId, traceId: request.traceId },
    header: (name) => headers[name.toLowerCase()],
    parameter: () => request.id ?? '',
    query: () => undefined,
    body: () => Buffer.from(request.body === undefined ? '' : JSON.stringify(request.body)),
    remainingMs,
  };
};

/** The gateway in front of the functions: what they answer, what their errors come to, and 504 where no answer comes. */
export const ask = (pool: FunctionPool, request: Request, answered: (answer: Answer) => void): void => {
  pool.invoke(
    request.function,
    async ({ routes = {} }, deadline): Promise<Answer> => {
      const route = routes[request.route];
      if (route === undefined) throw new Error(`There is no route ${request.route}`);
      const { statusCode, body } = await route(httpRequest(request, () => deadline.remainingMs()));
      return { status: statusCode, body: body === '' ? {} : JSON.parse(body) };
    },
    {
      answered,
      failed: (why) => {
        if (why instanceof TransientError) answered({ status: 503, body: {} });
        else if (why instanceof Error) throw why;
        else answered({ status: 504, body: {} });
      },
    },
  );
};
