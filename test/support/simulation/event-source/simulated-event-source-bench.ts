import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { deadLetterTopic } from '../../../../schemas/catalogue.ts';
import { SimulatedEventSource } from '../../../simulation/kafka/simulated-event-source.ts';
import { SimulatedKafka } from '../../../simulation/kafka/simulated-kafka.ts';
import { simulatedProducer } from '../../../simulation/kafka/simulated-producer.ts';
import { FaultInjector } from '../../../simulation/kernel/fault-injector.ts';
import { Random } from '../../../simulation/kernel/random.ts';
import { Scheduler } from '../../../simulation/kernel/scheduler.ts';
import { type Machine, SimulatedProcess } from '../../../simulation/kernel/simulated-process.ts';
import type { FaultSpec } from '../../../simulation/plan/plan.ts';
import type { Delivery, EventSourceBench, OpenBench, Reader } from './event-source-bench.ts';

const topic = 'orders.created';
/** As good as never. */
const manyAttempts = 1_000;

/** The first await of a caller that is to be refused. */
const refusal: FaultSpec = { function: 'refused', place: { nth: 1 }, kind: 'fault', amount: 0, pick: 0 };

/** The simulated Kafka, its producers and event sources, in virtual time. */
export const simulatedEventSourceBench =
  (seed: number): OpenBench =>
  async (partitions): Promise<EventSourceBench> => {
    const random = new Random(seed);
    const scheduler = new Scheduler(0);
    const kafka = new SimulatedKafka({ partitions, now: () => scheduler.now });
    const sources: SimulatedEventSource[] = [];
    kafka.onAppend = () => {
      for (const source of sources) source.wake();
    };
    const faults = new FaultInjector([refusal]);
    const machine: Machine = {
      ...{ scheduler, faults, networkMs: 50, log: () => undefined },
      ...{ running: undefined, serving: undefined },
    };
    const producerOf = (name: string) => {
      const process = new SimulatedProcess(machine, { name, label: name, skewMs: 0, random: random.of(name) });
      return simulatedProducer(kafka, process, scheduler);
    };
    const producer = producerOf('sender');

    /** One thing after the other happens until it holds. */
    const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
      await turnOfTheLoop();
      while (!(await holds())) {
        let happened = 0;
        const end = await scheduler.run(() => happened++ > 0);
        if (end === 'idle') throw new Error(`Nothing happens any more, but not: ${what}`);
      }
    };
    const done = async (work: Promise<void>): Promise<void> => {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      work.then(settle, settle);
      await until('a send to be answered', () => settled);
      return work;
    };

    return {
      topic,
      send: (...records) =>
        done(
          producer.send(
            records.map((record) => ({ ...record, topic })),
            { remainingMs: () => 1_000 },
          ),
        ),
      sendWhatIsRefused: () =>
        done(
          producerOf('refused').send([{ topic, key: 'k', value: 'refused', headers: {} }], {
            remainingMs: () => 1_000,
          }),
        ),
      async read(respond, { batch = 100, attempts = manyAttempts, only } = {}): Promise<Reader> {
        const deliveries: Delivery[] = [];
        const source = new SimulatedEventSource({
          ...{ topic, kafka, scheduler, batch, attempts },
          redelivered: 0,
          consumer: {
            principal: 'order',
            function: 'order/saga',
            group: `group-${sources.length}`,
            ...(only && { only }),
          },
          random: random.of(`group-${sources.length}`),
          invoke: (_function, { records }, { answered }) => {
            const delivery = { records: Object.values(records).flat() };
            deliveries.push(delivery);
            void (async () => {
              const answer = await respond(delivery, deliveries.length - 1);
              answered(answer === 'crash' ? 'failed' : answer);
            })();
          },
        });
        sources.push(source);
        source.wake();
        const rebalance = async () => source.rebalance();
        return {
          deliveries,
          positions: async () => source.positions,
          until,
          drained: () => until('the group to be at the end', () => source.lag === 0 && !source.busy),
          // Its members are all alike, and there are always others.
          ...{ rebalance, restart: rebalance },
        };
      },
      letters: async () => kafka.records(deadLetterTopic(topic)).map(({ encoded }) => encoded),
      close: async () => undefined,
    };
  };
