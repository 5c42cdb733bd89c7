// Also tests functions/notification/send
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { sendDeferred } from '../../../../../functions/notification/deferred/deferred.ts';
import { mustacheMessages } from '../../../../../functions/notification/messages/messages.mustache.ts';
import { mailboxProvider } from '../../../../../functions/notification/providers/message-provider.mailbox.ts';
import { type SendPorts, send } from '../../../../../functions/notification/send/send.ts';
import { powertoolsNotifications } from '../../../../../functions/notification/store/notifications.powertools.ts';
import { dynamoQueues } from '../../../../../functions/notification/store/queues.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { notifiedEvent } from '../../../../support/notification-events.ts';
import { delivered } from '../../../../support/stock-commands.ts';

const { client, newTable } = dynamodbLocal();

/** The service on DynamoDB only, as on the local platform. */
const service = async (burst: number) => {
  const [table, mailboxTable] = [await newTable('notifications'), await newTable('mailbox')];
  const clock = new FixedClock();
  const limits = { burst, refillMs: 1_000 };
  const ports: SendPorts = {
    notifications: powertoolsNotifications(client, table),
    queues: dynamoQueues(client, table),
    messages: mustacheMessages('en'),
    provider: mailboxProvider(client, mailboxTable, clock),
    clock,
    count: () => undefined,
    limits: { user: limits, operations: limits },
    operations: {},
  };
  const mailbox = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: mailboxTable, ConsistentRead: true }));
    return Items;
  };
  return { clock, ports, mailbox };
};

describe('notifications on DynamoDB', () => {
  it('cost four writes each, and none on redelivery', async () => {
    const { ports, mailbox } = await service(5);
    const requests = recordRequests(client);
    const writes = () => requests.filter(({ command }) => /Put|Update|Delete|Write/.test(command)).length;
    const { emit } = await send(ports)(delivered('payments.completed', [notifiedEvent('ORDER_PAID')]));
    expect(emit).toMatchObject([{ type: 'NOTIFICATION_SENT' }]);
    expect(writes()).toBe(4);
    await send(ports)(delivered('payments.completed', [notifiedEvent('ORDER_PAID')]));
    // The attempt that finds it completed, and writes nothing.
    expect(writes()).toBe(5);
    expect(await mailbox()).toHaveLength(1);
  });

  it('are in the mailbox once each, at once or deferred, with several concurrent invocations', async () => {
    const { clock, ports, mailbox } = await service(5);
    const facts = Array.from({ length: 12 }, (_, index) => notifiedEvent('ORDER_PAID', `order ${index}`));
    const deliver = () => send(ports)(delivered('payments.completed', facts));
    const emitted = (await Promise.all([deliver(), deliver(), deliver()])).flatMap(({ emit }) => emit);
    const final = await deliver();
    expect(final.failed).toEqual([]);
    expect(final.emit.map(({ type }) => type)).toHaveLength(12);
    expect(final.emit.filter(({ type }) => type === 'NOTIFICATION_SENT')).toHaveLength(5);
    const events = new RecordingEvents();
    for (let run = 0; run < 3; run += 1) {
      clock.advance(60_000);
      await sendDeferred(ports)({ events, deadline: { remainingMs: () => 60_000 } });
    }
    const forms = Map.groupBy([...emitted, ...final.emit, ...events.sends.flat()], ({ event_id }) => event_id);
    for (const same of forms.values()) expect(new Set(same.map((event) => JSON.stringify(event))).size).toBe(1);
    expect([...forms.values()].filter(([one]) => one?.type === 'NOTIFICATION_SENT')).toHaveLength(12);
    expect(await mailbox()).toHaveLength(12);
    expect(await ports.queues.head('ada', 1)).toEqual([]);
  });
});
