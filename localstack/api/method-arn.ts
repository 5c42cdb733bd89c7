import type { RoutedExchange } from './exchange.ts';

/** The method and path that a request asks for, as policies name it. */
export function methodArn({ stage, context, path }: RoutedExchange): string {
  const { api } = stage;
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}/${stage.name}/${context.httpMethod}${path}`;
}
