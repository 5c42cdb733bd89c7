import type { RoutedExchange } from './exchange.ts';

/** Method and path of a request, in the form of policies. */
export function methodArn({ stage, context, path }: RoutedExchange): string {
  const { api } = stage;
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}/${stage.name}/${context.httpMethod}${path}`;
}
