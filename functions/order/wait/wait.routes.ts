import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { dynamoSagas } from '../store/sagas.dynamodb.ts';
import type { WaitEnvironment } from './wait.env.ts';
import { nextStatusRoute } from './wait.http.ts';
import { dynamoWaitSlots } from './wait-slots.dynamodb.ts';

/** `order/wait`: answers when an order changes. */
export const waitRoutes = ({ client, clock, environment }: Dependencies<WaitEnvironment>): Routes => {
  const sagas = dynamoSagas(client, environment.ORDERS_TABLE, clock);
  const slots = dynamoWaitSlots(client, environment.WAITS_TABLE, {
    clock,
    perClient: Number(environment.WAITS_PER_CLIENT),
    random: Math.random,
  });
  return { 'GET /orders/{id}/status/next': nextStatusRoute({ sagas, slots, clock, pause }) };
};
