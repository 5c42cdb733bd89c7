import type { APIGatewayProxyEvent, APIGatewayTokenAuthorizerEvent, Context } from 'aws-lambda';
import { authorizeUser } from '../../../functions/ops/authorizer/authorizer.ts';
import { oidcIdentityProvider } from '../../../functions/ops/authorizer/identity-provider.oidc.ts';
import { tokenAuthorizerHandler } from '../../../functions/ops/authorizer/token-authorizer.api-gateway.ts';
import { placeOrderRoute } from '../../../functions/order/intake/intake.http.ts';
import { placeOrder } from '../../../functions/order/intake/intake.ts';
import { cancelRoute } from '../../../functions/order/requests/requests.http.ts';
import { requestOfOrder } from '../../../functions/order/requests/requests.ts';
import { orderRoute, orderStatusRoute } from '../../../functions/order/status/status.http.ts';
import { nextStatusRoute } from '../../../functions/order/wait/wait.http.ts';
import { httpHandler } from '../../../functions/shared/runtime/http/http-handler.ts';
import type { LambdaAuthorizer } from '../../../localstack/api/definition/definition.ts';
import { FixedClock } from '../fakes/fixed-clock.ts';
import { InMemoryOrders } from '../fakes/in-memory-orders.ts';
import { InMemoryPrices, RecordingOrderEvents } from '../fakes/order-ports.ts';
import { audience } from '../oidc-issuer.ts';
import { FunctionError } from './scripted-functions.ts';
import { method, TestGateway } from './test-gateway.ts';

export const ordersOfUsersRoutes = [
  ['POST', '/orders'],
  ['GET', '/orders/{id}'],
  ['GET', '/orders/{id}/status'],
  ['GET', '/orders/{id}/status/next'],
  ['POST', '/orders/{id}/cancel'],
] as const;

/** The routes of orders as one handler, on stores in memory. */
export const ordersHandler = () => {
  const orders = new InMemoryOrders();
  const events = new RecordingOrderEvents();
  const clock = new FixedClock();
  const pause = async (ms: number) => clock.advance(ms);
  const partitions = { of: () => undefined };
  const ports = { sagas: orders, events, partitions, clock, stepSeconds: 120 };
  const prices = new InMemoryPrices({ '85123A': { unit_price: 255, currency: 'GBP' } });
  let ids = 0;
  const newId = (): string => `a1b2c3d4-0000-4000-8000-${String(ids++).padStart(12, '0')}`;
  return httpHandler({
    'POST /orders': placeOrderRoute(placeOrder({ ...ports, prices, newId })),
    'GET /orders/{id}': orderRoute(ports),
    'GET /orders/{id}/status': orderStatusRoute(ports),
    'GET /orders/{id}/status/next': nextStatusRoute({
      ...ports,
      pause,
      slots: { take: async () => async () => undefined },
    }),
    'POST /orders/{id}/cancel': cancelRoute(requestOfOrder(ports)),
  });
};

const context = { getRemainingTimeInMillis: () => 29_000, functionName: 'orders', awsRequestId: 'r' } as Context;

/** The routes of orders behind the authorizer of users, all real except the stores and the network. */
export const ordersOfUsers = (issuer: string): TestGateway => {
  const authorize = tokenAuthorizerHandler(authorizeUser(oidcIdentityProvider({ issuer, audience })));
  const orders = ordersHandler();
  const authorizer: LambdaAuthorizer = {
    id: 'users',
    type: 'TOKEN',
    functionArn: 'authorizer',
    identitySources: ['method.request.header.Authorization'],
    tokenPattern: undefined,
    cacheSeconds: 60,
  };
  return new TestGateway({
    methods: ordersOfUsersRoutes.map(([httpMethod, path]) =>
      method(httpMethod, path, { authorization: { type: 'CUSTOM', authorizer } }),
    ),
    script: (event, functionArn) =>
      functionArn === 'authorizer'
        ? authorize(event as unknown as APIGatewayTokenAuthorizerEvent).catch(
            (error) => new FunctionError(error.message),
          )
        : orders(event as unknown as APIGatewayProxyEvent, context),
  });
};
