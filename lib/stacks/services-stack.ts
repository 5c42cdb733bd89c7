import { Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ordersPerSweep, sweepEverySeconds } from '../config/consumer-load.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import type { FunctionName, KafkaFunctionName } from '../config/functions.ts';
import type { TableName } from '../config/tables.ts';
import { dueTable, setting, table } from '../constructs/binding.ts';
import { type KafkaConnection, KafkaFunction } from '../constructs/kafka-function.ts';
import { type Environment, type FunctionNetwork, NodeFunction } from '../constructs/node-function.ts';
import { notificationSettings } from '../constructs/notification-binding.ts';
import { paymentEnvironment, webhookEnvironment } from '../constructs/payment-environment.ts';

export interface ServicesStackProps {
  /** Absent: the functions are outside every network of ours. */
  readonly network?: FunctionNetwork;
  readonly kafka: KafkaConnection;
  readonly tables: Readonly<Record<TableName, Table>>;
}

/** The functions of the services and what feeds them. */
export class ServicesStack extends Stack {
  /** By name: `order/intake`. */
  readonly functions = new Map<FunctionName, IFunction>();

  constructor(scope: Construct, deployment: Deployment, { network, kafka, tables }: ServicesStackProps) {
    super(scope, nameIn(deployment, 'services'), { description: 'orderstream: functions of the services' });
    const add = <F extends KafkaFunctionName>(id: string, name: F, environment: Environment<F>): KafkaFunction<F> => {
      const added = new KafkaFunction(this, id, {
        deployment,
        ...(network && { network }),
        kafka,
        failures: tables.failures,
        name,
        environment,
      });
      this.functions.set(name, added.function);
      return added;
    };

    add('OrderIntake', 'order/intake', {
      ORDERS_TABLE: table(tables.orders, 'readWrite'),
      PRICES_TABLE: table(tables.prices, 'read'),
      IDEMPOTENCY_TABLE: table(tables.idempotency, 'readWrite'),
    }).produces('orders.created');

    add('OrderStatus', 'order/status', { ORDERS_TABLE: table(tables.orders, 'read') });

    add('OrderWait', 'order/wait', {
      ORDERS_TABLE: table(tables.orders, 'read'),
      WAITS_TABLE: table(tables.waits, 'readWrite'),
      WAITS_PER_CLIENT: setting(deployment.config.api.waits.perClient),
    });

    add('OrderHealth', 'order/health', { ORDERS_TABLE: table(tables.orders, 'read') });

    add('OrderRequests', 'order/requests', { ORDERS_TABLE: table(tables.orders, 'readWrite') }).produces(
      'orders.created',
    );

    const { stepDeadlineSeconds, sagaDeadlineSeconds } = deployment.config.orders;
    add('OrderSaga', 'order/saga', {
      ORDERS_TABLE: table(tables.orders, 'readWrite'),
      STEP_DEADLINE_SECONDS: setting(stepDeadlineSeconds),
    })
      .consumes('orders.created')
      .consumes('inventory.updated')
      .consumes('payments.completed')
      .produces('orders.created');

    add('OrderSweep', 'order/sweep', {
      ORDERS_TABLE: dueTable(tables.orders, 'readWrite'),
      STEP_DEADLINE_SECONDS: setting(stepDeadlineSeconds),
      SAGA_DEADLINE_SECONDS: setting(sagaDeadlineSeconds),
      SWEEP_ORDERS_PER_RUN: setting(ordersPerSweep(deployment.config.consumers)),
    })
      .produces('orders.created')
      .runsEvery(Duration.seconds(sweepEverySeconds));

    add('OrderAdmin', 'order/admin', {
      ORDERS_TABLE: dueTable(tables.orders, 'readWrite'),
      STEP_DEADLINE_SECONDS: setting(stepDeadlineSeconds),
    }).produces('orders.created');

    add('InventoryRouter', 'inventory/router', { HOLDS_TABLE: table(tables.holds, 'readWrite') })
      .consumes('orders.created')
      .consumes('payments.completed')
      .produces('inventory.commands');

    add('InventoryLedger', 'inventory/ledger', {
      STOCK_TABLE: table(tables.stock, 'state'),
      RESERVATIONS_TABLE: table(tables.reservations, 'appendMany'),
    })
      // The fold commits many records of one SKU at the price of one: the larger the batch, the cheaper the record.
      .consumes('inventory.commands', { batchSize: 1_000 })
      .produces('inventory.updated');

    add('InventoryAdmin', 'inventory/admin', { STOCK_TABLE: table(tables.stock, 'read') }).produces(
      'inventory.commands',
    );

    const settling = paymentEnvironment(this, deployment, tables);
    add('PaymentCharge', 'payment/charge', settling).consumes('orders.created').produces('payments.completed');
    add('PaymentReconcile', 'payment/reconcile', {
      ...settling,
      STATEMENTS_TABLE: table(tables.statements, 'readWrite'),
    })
      .produces('payments.completed')
      .runsEvery(Duration.minutes(1));

    if (deployment.config.payment.gateway === 'stripe') {
      const environment = webhookEnvironment(this, deployment, tables);
      // Outside the network: Stripe and AWS's own services are all that it needs.
      const webhook = new NodeFunction(this, 'PaymentWebhook', { deployment, name: 'payment/webhook', environment });
      this.functions.set(webhook.name, webhook.function);
    }

    // Nobody waits for the books: few large batches cost less than many small ones.
    const gathered = { batchSize: 2_000, batchingWindowSeconds: 6 };
    add('AuditPublish', 'audit/publish', {})
      .consumes('orders.created', gathered)
      .consumes('payments.completed', gathered)
      .consumes('inventory.updated', gathered)
      .consumes('notifications.events', gathered)
      .produces('orders.audit');

    add('AuditRecord', 'audit/record', { AUDIT_TABLE: table(tables.audit, 'append') }).consumes(
      'orders.audit',
      gathered,
    );

    add('AuditTimeline', 'audit/timeline', { AUDIT_TABLE: table(tables.audit, 'read') });

    const folded = { batchSize: 2_000, batchingWindowSeconds: 8 };
    add('AnalyticsProject', 'analytics/project', {
      VIEWS_TABLE: table(tables.views, 'readWrite'),
      SEEN_TABLE: table(tables.seen, 'readWrite'),
    })
      .consumes('orders.created', folded)
      .consumes('payments.completed', folded)
      .consumes('inventory.updated', folded)
      .consumes('notifications.events', folded);

    // Asked over HTTP; the schedule makes it measure how fresh and complete the views are.
    add('AnalyticsQuery', 'analytics/query', { VIEWS_TABLE: table(tables.views, 'read') }).runsEvery(
      Duration.minutes(1),
    );

    // No order waits for its messages.
    const told = { batchSize: 200, batchingWindowSeconds: 3 };
    const { notification } = deployment.config;
    const notifications = {
      NOTIFICATIONS_TABLE: dueTable(tables.notifications, 'readWrite'),
      MAILBOX_TABLE: notification.provider === 'mailbox' ? table(tables.mailbox, 'append') : setting('none'),
      NOTIFICATION_SETTINGS: notificationSettings(notification),
    };
    add('NotificationSend', 'notification/send', notifications)
      .consumes('orders.created', told)
      .consumes('payments.completed', told)
      .consumes('inventory.updated', told)
      .produces('notifications.events');
    add('NotificationDeferred', 'notification/deferred', notifications)
      .produces('notifications.events')
      .runsEvery(Duration.minutes(1));

    add('OpsDeadLetters', 'ops/dead-letters', {
      FAILURES_TABLE: table(tables.failures, 'read'),
      REPLAYS_TABLE: table(tables.replays, 'appendMany'),
    }).replays();
  }
}
