import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { table } from '../constructs/binding.ts';
import { type KafkaConnection, KafkaFunction } from '../constructs/kafka-function.ts';
import type { FunctionNetwork } from '../constructs/node-function.ts';
import type { TableName } from './data-stack.ts';

export interface ServicesStackProps {
  readonly network: FunctionNetwork;
  readonly kafka: KafkaConnection;
  readonly tables: Readonly<Record<TableName, Table>>;
}

/** The functions of the services and what feeds them. */
export class ServicesStack extends Stack {
  readonly intake: IFunction;
  readonly status: IFunction;

  constructor(scope: Construct, deployment: Deployment, { network, kafka, tables }: ServicesStackProps) {
    super(scope, nameIn(deployment, 'services'), { description: 'orderstream: functions of the services' });
    const common = { deployment, network, kafka };

    this.intake = new KafkaFunction(this, 'OrderIntake', {
      ...common,
      name: 'order/intake',
      environment: {
        ORDERS_TABLE: table(tables.orders, 'readWrite'),
        PRICES_TABLE: table(tables.prices, 'read'),
        IDEMPOTENCY_TABLE: table(tables.idempotency, 'readWrite'),
      },
    }).produces('orders.created').function;

    this.status = new KafkaFunction(this, 'OrderStatus', {
      ...common,
      name: 'order/status',
      environment: { ORDERS_TABLE: table(tables.orders, 'read') },
    }).function;

    new KafkaFunction(this, 'OrderSaga', {
      ...common,
      name: 'order/saga',
      environment: { ORDERS_TABLE: table(tables.orders, 'readWrite') },
    })
      .consumes('orders.created')
      .consumes('inventory.updated')
      .consumes('payments.completed')
      .produces('orders.created');

    new KafkaFunction(this, 'InventoryRouter', {
      ...common,
      name: 'inventory/router',
      environment: { RESERVATIONS_TABLE: table(tables.reservations, 'read') },
    })
      .consumes('orders.created')
      .consumes('payments.completed')
      .produces('inventory.commands');

    new KafkaFunction(this, 'InventoryLedger', {
      ...common,
      name: 'inventory/ledger',
      environment: {
        STOCK_TABLE: table(tables.stock, 'readWrite'),
        RESERVATIONS_TABLE: table(tables.reservations, 'readWrite'),
      },
    })
      // The fold commits many records of one SKU at the price of one: the larger the batch, the cheaper the record.
      .consumes('inventory.commands', { batchSize: 1_000 })
      .produces('inventory.updated');

    new KafkaFunction(this, 'PaymentCharge', {
      ...common,
      name: 'payment/charge',
      environment: {
        PAYMENTS_TABLE: table(tables.payments, 'readWrite'),
        GATEWAY_TABLE: table(tables.gateway, 'readWrite'),
      },
    })
      .consumes('orders.created')
      .produces('payments.completed');
  }
}
