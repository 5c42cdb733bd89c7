import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { dynamoSagas } from '../store/sagas.dynamodb.ts';
import type { StatusEnvironment } from './status.env.ts';
import { orderRoute, orderStatusRoute } from './status.http.ts';

/** `order/status`: immediate answers. */
export const statusRoutes = ({ client, clock, environment }: Dependencies<StatusEnvironment>): Routes => {
  const sagas = dynamoSagas(client, environment.ORDERS_TABLE, clock);
  return {
    'GET /orders/{id}': orderRoute({ sagas }),
    'GET /orders/{id}/status': orderStatusRoute({ sagas }),
  };
};
