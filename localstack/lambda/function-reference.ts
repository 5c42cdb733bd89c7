/** A function named in a request, with the requested version or alias. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string;
}

export const latest = '$LATEST';

/**
 * Parses the Lambda API's `FunctionName`: a name, `name:qualifier`, a partial ARN
 * (`123456789012:function:name`) or an ARN, each with or without a qualifier.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const parseFunctionReference = (text: string): FunctionReference => {
  const parts = text.split(':');
  const marker = parts.indexOf('function');
  const [name = '', qualifier = latest] = marker > 0 ? parts.slice(marker + 1) : parts;
  return { name, qualifier };
};
