import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';

/** Invokes the running function asynchronously. */
export const reinvokeByLambda =
  (lambda = new LambdaClient()) =>
  async (request: object, { functionName }: Context): Promise<void> => {
    const Payload = JSON.stringify(request);
    await lambda.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }));
  };
