import { FunctionNotFoundError, type Invocation, type Invoker, ThrottledError } from '../lambda/invoker.ts';
import { authorization, type LocalStackTarget } from './localstack-target.ts';

/** Calls functions through LocalStack's Lambda Invoke API. */
export const remoteInvoker = (target: LocalStackTarget): Invoker => ({
  invoke: async (functionNameOrArn, payload, { signal } = {}): Promise<Invocation> => {
    const path = `/2015-03-31/functions/${encodeURIComponent(functionNameOrArn)}/invocations`;
    const response = await fetch(new URL(path, target.endpoint), {
      method: 'POST',
      headers: { authorization: authorization(target, 'lambda'), 'content-type': 'application/json' },
      body: payload,
      ...(signal && { signal }),
    });
    const text = await response.text();
    if (response.status === 429) throw new ThrottledError(text);
    if (response.status === 404) throw new FunctionNotFoundError(text);
    if (!response.ok) throw new Error(`LocalStack's Lambda answered ${response.status}: ${text.slice(0, 500)}`);
    const functionError = response.headers.get('x-amz-function-error');
    return {
      requestId: response.headers.get('x-amzn-requestid') ?? '',
      payload: text,
      ...(functionError !== null && { functionError: functionError === 'Handled' ? 'Handled' : 'Unhandled' }),
    };
  },
});
