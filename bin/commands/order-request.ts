import { Command } from 'commander';
import type { OrderRequestAccepted } from '../../schemas/generated/types.ts';
import { type Connection, connect } from '../client/connection.ts';
import { dataOption, jsonOption } from './options.ts';

export interface OrderRequestOptions {
  readonly data: string;
  readonly json: boolean;
}

const done: Readonly<Record<OrderRequestAccepted['requested'], string>> = {
  CANCEL: 'cancelled',
  SHIP: 'shipped',
  COMPLETE: 'completed',
  REPAIR: 'repaired',
};

/** Sends a request about an order and prints that it was accepted: the saga decides, `status` shows the result. */
export const sendOrderRequest = async (
  { data, json }: OrderRequestOptions,
  send: (connection: Connection) => Promise<OrderRequestAccepted>,
): Promise<void> => {
  const connection = await connect(data);
  try {
    const accepted = await send(connection);
    const { order_id, requested, status } = accepted;
    const text = `${order_id}  ${status}, is to be ${done[requested]}`;
    process.stdout.write(`${json ? JSON.stringify(accepted) : text}\n`);
  } finally {
    connection.close();
  }
};

/** `POST /admin/orders/{id}/<request>`. */
export const requestAsOperator = async (
  { operator }: Connection,
  orderId: string,
  request: string,
  body?: object,
): Promise<OrderRequestAccepted> => {
  const answer = await operator.send('POST', `/admin/orders/${encodeURIComponent(orderId)}/${request}`, body);
  return answer.body as OrderRequestAccepted;
};

/** A command about one order. */
export const orderCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<id>', 'the order id')
    .addOption(dataOption())
    .addOption(jsonOption());
