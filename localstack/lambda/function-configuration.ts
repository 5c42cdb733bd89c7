import type { FunctionReference } from './function-reference.ts';
import type { LocalLambda } from './local-lambda.ts';

/**
 * Body of `GetFunctionConfiguration`, as far as it exists on one machine.
 *
 * @throws {FunctionNotFoundError}
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export const functionConfiguration = (lambda: LocalLambda, { name, qualifier }: FunctionReference): object => {
  const found = lambda.getFunction(name);
  const { handler, timeoutSeconds, memoryMb, environment } = found.definition;
  return {
    FunctionName: name,
    FunctionArn: found.arn,
    Version: found.resolveVersion(qualifier),
    Runtime: 'nodejs24.x',
    Handler: handler,
    Timeout: timeoutSeconds,
    MemorySize: memoryMb,
    Environment: { Variables: environment },
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
};
