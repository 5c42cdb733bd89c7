import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { ledgerRoute } from './conservation.http.ts';
import { ordersPage, stocksPage } from './conservation.ts';
import { dynamodbGatewayBook } from './gateway-book.dynamodb.ts';
import { dynamodbOrderBook } from './order-book.dynamodb.ts';
import { dynamodbPaymentBook } from './payment-book.dynamodb.ts';
import { dynamodbStatementProgress } from './statement-progress.dynamodb.ts';
import { dynamodbStockBook } from './stock-book.dynamodb.ts';

/** `ops/conservation`. */
export const conservationRoutes = ({
  client,
  clock,
  environment,
}: Dependencies<EnvironmentOf<'ops/conservation'>>): Routes => {
  const { ORDERS_TABLE, PAYMENTS_TABLE, STOCK_TABLE, STATEMENTS_TABLE, ...settings } = environment;
  const { PAYMENT_GATEWAY, GATEWAY_LEDGER, STEP_DEADLINE_SECONDS } = settings;
  const orders = ordersPage({
    orders: dynamodbOrderBook(client, ORDERS_TABLE),
    payments: dynamodbPaymentBook(client, PAYMENTS_TABLE),
    ...(GATEWAY_LEDGER !== 'none' && { gateway: dynamodbGatewayBook(client, GATEWAY_LEDGER) }),
    statement: dynamodbStatementProgress(client, STATEMENTS_TABLE, PAYMENT_GATEWAY),
    clock,
    stepMs: Number(STEP_DEADLINE_SECONDS) * 1_000,
  });
  const stocks = stocksPage({ stocks: dynamodbStockBook(client, STOCK_TABLE), clock });
  return { 'GET /admin/ledger': ledgerRoute({ orders, stocks }) };
};
