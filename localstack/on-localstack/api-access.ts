import { authorization, type LocalStackTarget } from './localstack-target.ts';

/**
 * LocalStack's path-based URL of a REST API: it needs no name resolution.
 * @param apiUrl as the stack's output has it: `https://<id>.execute-api.<region>.amazonaws.com/<stage>/`.
 * @throws {Error} it is not the address of a REST API.
 */
export const localApiUrl = ({ endpoint }: LocalStackTarget, apiUrl: string): string => {
  const { id, stage } =
    /^https?:\/\/(?<id>[a-z0-9]+)\.execute-api\.[^/]+\/(?<stage>[^/]+)\/?$/.exec(apiUrl)?.groups ?? {};
  if (id === undefined || stage === undefined) throw new Error(`${apiUrl} is not the address of a REST API`);
  return `${endpoint}/_aws/execute-api/${id}/${stage}/`;
};

/** @throws {Error} LocalStack does not return it. */
export const apiKeyValue = async (target: LocalStackTarget, id: string): Promise<string> => {
  const response = await fetch(new URL(`/apikeys/${encodeURIComponent(id)}?includeValue=true`, target.endpoint), {
    headers: { authorization: authorization(target, 'apigateway') },
  });
  const { value } = response.ok ? ((await response.json()) as { readonly value?: string }) : {};
  if (value === undefined) throw new Error(`LocalStack does not return the API key ${id}: ${response.status}`);
  return value;
};
