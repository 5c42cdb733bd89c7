import type { Invocation, Invoker } from '../../../localstack/lambda/invoker.ts';

export interface FunctionCall {
  readonly functionArn: string;
  readonly event: Record<string, unknown>;
}

/** The reaction of a function to an event: a result, or an error of the invoker. */
export type FunctionScript = (event: Record<string, unknown>, functionArn: string) => unknown;

/** An invoker whose functions follow a script; records every call. */
export class ScriptedFunctions implements Invoker {
  readonly calls: FunctionCall[] = [];
  readonly #script: FunctionScript;

  constructor(script: FunctionScript = () => ({ statusCode: 200 })) {
    this.#script = script;
  }

  get lastEvent(): Record<string, unknown> {
    const call = this.calls.at(-1);
    if (!call) throw new Error('no function was called');
    return call.event;
  }

  async invoke(functionArn: string, payload: string): Promise<Invocation> {
    const event: Record<string, unknown> = JSON.parse(payload);
    this.calls.push({ functionArn, event });
    const result = await this.#script(event, functionArn);
    if (result instanceof FunctionError) {
      return { requestId: 'r', functionError: 'Unhandled', payload: JSON.stringify({ errorMessage: result.message }) };
    }
    return { requestId: 'r', payload: JSON.stringify(result) ?? 'null' };
  }
}

/** Returned by a script for a function that threw. */
export class FunctionError extends Error {}
