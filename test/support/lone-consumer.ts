import { simulatedGateway } from '../../functions/payment/gateway/simulated/gateway.simulated.ts';
import { simulatedStatement } from '../../functions/payment/gateway/simulated/statement.simulated.ts';
import { type DomainEvent, topicOf } from '../../functions/shared/runtime/idioms/domain-event.ts';
import type { OutgoingRecord } from '../../functions/shared/runtime/kafka/outgoing-record.ts';
import { pause } from '../../functions/shared/runtime/pause.ts';
import type { ConsumerFunction } from '../../schemas/functions/functions.ts';
import { SimulatedDynamoDb } from '../simulation/dynamodb/simulated-dynamodb.ts';
import { plainest } from '../simulation/shrink/plainest.ts';
import { type Composition, compositions, type SimulatedDependencies } from '../simulation/world/composition.ts';
import { environmentOf, gatewayTimeoutMs, tableDefinitions } from '../simulation/world/settings.ts';
import { FixedClock } from './fakes/fixed-clock.ts';
import { ScriptedProvider } from './fakes/scripted-provider.ts';
import { kafkaEvent } from './kafka-event.ts';

const notInvolved = (what: string) => () => Promise.reject(new Error(`A consumer needs no ${what}`));

/** One consumer, composed as in the simulation, with empty tables and no other function. Nothing fails, and time stands still. */
export const loneConsumer = (name: ConsumerFunction, clock = new FixedClock()) => {
  const database = new SimulatedDynamoDb(tableDefinitions, { now: () => clock.now().getTime() });
  const { client } = database;
  const sent: OutgoingRecord[] = [];
  const failures: string[] = [];
  let received = 0;
  const dependencies: SimulatedDependencies = {
    ...{ client, clock, environment: environmentOf({ modes: plainest }) },
    producer: {
      send: async (records) => void sent.push(...records),
      partitionOf: () => undefined,
      disconnect: async () => undefined,
    },
    gateway: simulatedGateway(client, 'gateway', { clock, timeoutMs: gatewayTimeoutMs, wait: pause }),
    statement: simulatedStatement(client, 'gateway'),
    provider: new ScriptedProvider(),
    verify: notInvolved('event of the gateway'),
    ownerOf: notInvolved('owner of a charge'),
    lag: { greatest: notInvolved('lag') },
    newId: () => crypto.randomUUID(),
    validating: (validators) => validators,
    paymentObserver: { count: () => undefined, failed: () => undefined, differs: () => undefined },
    batchObserver: {
      received: () => undefined,
      processed: (events) => {
        received += events.length;
      },
      deadLettered: () => undefined,
      failed: (_records, error) => void failures.push(String(error)),
    },
  };
  const composition: Composition = compositions[name];
  const { consume } = composition(dependencies);
  if (consume === undefined) throw new Error(`${name} consumes nothing`);
  const isLetter = ({ topic }: OutgoingRecord) => topic.endsWith('.dlq');
  let offset = 0;
  return {
    database,
    /** Delivers an event in a batch of its own. @returns the number of records that the function does not acknowledge. */
    deliver: async (value: string): Promise<number> => {
      const topic = topicOf(JSON.parse(value).type);
      const event = kafkaEvent(topic, [{ partition: 0, offset, value }]);
      offset += 1;
      return (await consume(event, { remainingMs: () => 60_000 })).batchItemFailures.length;
    },
    /** The outcome of all deliveries. */
    outcome: () => ({
      received,
      failures,
      deadLettered: sent.filter(isLetter).map(({ headers }) => String(headers['dlq-cause'])),
      emitted: sent.filter((record) => !isLetter(record)).map(({ value }): DomainEvent => JSON.parse(String(value))),
    }),
  };
};
