import { describe, expect, it } from 'vitest';
import { parseEventSourceMapping } from '../../../../../localstack/event-source/config/parse-event-source-mapping.ts';
import type { EventSourceMapping } from '../../../../../localstack/event-source/mapping/event-source-mapping.ts';
import { EventSourceMappings } from '../../../../../localstack/event-source/mapping/event-source-mappings.ts';
import { eventSourceResources } from '../../../../../localstack/event-source/mapping/resources.ts';
import { MetricsCounter } from '../../../../../localstack/event-source/telemetry/metrics.ts';
import { RunningWork } from '../../../../../localstack/lambda/running-work.ts';
import { FakeFunction } from '../../../../support/event-source/fake-function.ts';
import { mappingProperties } from '../../../../support/event-source/properties.ts';

const config = parseEventSourceMapping(mappingProperties());

class FakeMapping implements EventSourceMapping {
  readonly uuid: string;
  readonly config = config;
  readonly counter = new MetricsCounter();
  busy = false;
  stopped = false;
  askLag: () => number | Error = () => 0;

  constructor(uuid: string) {
    this.uuid = uuid;
  }

  state = () => ({ State: 'Enabled', StateTransitionReason: '', LastProcessingResult: '' }) as const;
  metrics = () => this.counter.snapshot();
  idle = () => !this.busy;
  ready = async () => undefined;
  enable = async () => undefined;
  disable = async () => undefined;

  async lag() {
    const lag = this.askLag();
    if (lag instanceof Error) throw lag;
    return { MaxOffsetLag: lag, SumOffsetLag: lag, byPartition: new Map() };
  }

  async stop() {
    this.stopped = true;
  }
}

const collection = (...fakes: FakeMapping[]): EventSourceMappings => {
  const mappings = new EventSourceMappings();
  for (const fake of fakes) mappings.add(config, () => fake);
  return mappings;
};

describe('all mappings together', () => {
  it('are idle when nothing is in flight and every lag is zero', async () => {
    const [one, two] = [new FakeMapping('1'), new FakeMapping('2')];
    const mappings = collection(one, two);
    expect(await mappings.idle()).toBe(true);
    two.busy = true;
    expect(await mappings.idle()).toBe(false);
    two.busy = false;
    two.askLag = () => 1;
    expect(await mappings.idle()).toBe(false);
    two.askLag = () => new Error('no broker');
    expect(await mappings.idle()).toBe(false);
  });

  it('are not idle when something was polled while the lags were queried', async () => {
    const [one, two] = [new FakeMapping('1'), new FakeMapping('2')];
    two.askLag = () => {
      one.counter.events('PolledEventCount', 1);
      return 0;
    };
    expect(await collection(one, two).idle()).toBe(false);
  });

  it('stop together, and are found by uuid', async () => {
    const [one, two] = [new FakeMapping('1'), new FakeMapping('2')];
    const mappings = collection(one, two);
    expect(mappings.get('2')).toBe(two);
    expect([...mappings.metrics().keys()]).toEqual(['1', '2']);
    await mappings.stop();
    expect([one.stopped, two.stopped]).toEqual([true, true]);
    expect(mappings.list()).toEqual([]);
  });
});

describe('AWS::Lambda::EventSourceMapping', () => {
  const context = (logicalId: string) => ({
    ...{ stack: 'orderstream-services', logicalId, type: 'AWS::Lambda::EventSourceMapping' },
    ...{ accountId: '000000000000', region: 'eu-west-1' },
  });
  const provider = (mappings = new EventSourceMappings(), runInBackground = (_name: string): void => undefined) => {
    const deps = {
      runInBackground,
      clientWork: new RunningWork(Date.now, 0),
      ...{ mappings, invoker: new FakeFunction(), log: () => undefined, brokers: () => [] },
      credentials: () => Promise.reject(new Error('not requested')),
    };
    const create = eventSourceResources(deps)['AWS::Lambda::EventSourceMapping'];
    if (create === undefined) throw new Error('no provider');
    return create;
  };
  const disabled = mappingProperties({ Enabled: false });

  it('E3: has the same uuid, its default consumer group, on every start; another for each mapping', async () => {
    const mappings = new EventSourceMappings();
    const created = await provider(mappings)(disabled, context('SagaOnOrders'));
    expect((await provider()(disabled, context('SagaOnOrders'))).ref).toBe(created.ref);
    expect((await provider()(disabled, context('SagaOnPayments'))).ref).not.toBe(created.ref);
    expect(created.attributes).toEqual({
      Id: created.ref,
      EventSourceMappingArn: `arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:${created.ref}`,
    });
    expect(mappings.get(created.ref)?.state().State).toBe('Disabled');
  });

  it('lets the functions of background mappings give way', async () => {
    const background: string[] = [];
    const create = provider(new EventSourceMappings(), (name) => background.push(name));
    await create({ ...disabled, FunctionName: 'order-saga' }, context('Saga'));
    const Tags = [{ Key: 'latency', Value: 'background' }];
    await create({ ...disabled, FunctionName: 'audit-publish', Tags }, context('Audit'));
    expect(background).toEqual(['audit-publish']);
  });

  it('refuses what the platform does not run, naming property and rule', async () => {
    await expect(provider()({ ...disabled, TumblingWindowInSeconds: 5 }, context('X'))).rejects.toThrow(
      /TumblingWindowInSeconds.*rule A18/,
    );
  });
});
