import { authorization, type LocalStackTarget } from '../../localstack/on-localstack/localstack-target.ts';

/**
 * One request to a service for which there is no client here: parameters of the query protocol, or JSON with an operation.
 * @returns the answer's text.
 * @throws {Error} any answer but a 2xx.
 */
export const callLocalStack = async (
  target: LocalStackTarget,
  service: string,
  input: object,
  operation?: string,
): Promise<string> => {
  const response = await fetch(target.endpoint, {
    method: 'POST',
    headers: {
      authorization: authorization(target, service),
      ...(operation !== undefined && { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': operation }),
    },
    body: operation === undefined ? new URLSearchParams({ ...input }) : JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} answered ${response.status}: ${text}`);
  return text;
};
