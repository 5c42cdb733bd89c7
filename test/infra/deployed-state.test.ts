// Also tests lib/deployed
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stageConfig, stageNames } from '../../lib/config/stages.ts';
import { hasRecord, readRecord } from '../../lib/deployed/records.ts';
import { refusedChanges } from '../../lib/deployed/refused-changes.ts';
import { stateOf } from '../../lib/deployed/state-of-templates.ts';
import { OrderstreamApp, type OrderstreamAppProps } from '../../lib/orderstream-app.ts';
import { topicDefinitions } from '../../schemas/catalogue.ts';
import { writeHandlerStubs } from '../support/handler-stubs.ts';

const synthesisedState = (props: Partial<OrderstreamAppProps>) => {
  const outdir = mkdtempSync(join(tmpdir(), 'orderstream-deployed-'));
  try {
    const functionsFolder = writeHandlerStubs(outdir);
    return stateOf(new OrderstreamApp({ functionsFolder, outdir, validate: false, ...props }).synth().stacks);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const prod = synthesisedState({ stage: 'prod' });
const typesIn = (stack: string) => Object.values(prod[`orderstream-prod-${stack}`] ?? {}).map(({ type }) => type);
const howMany = (stack: string, type: string) => typesIn(stack).filter((each) => each === type).length;

describe('what holds state', () => {
  it('is all in the record', () => {
    expect(howMany('kafka', 'AWS::MSK::Topic')).toBe(topicDefinitions.length);
    expect(howMany('kafka', 'AWS::MSK::Cluster')).toBe(1);
    expect(howMany('kafka', 'AWS::SecretsManager::Secret')).toBeGreaterThan(0);
    expect(howMany('kafka', 'AWS::KMS::Key')).toBeGreaterThan(0);
    expect(howMany('data', 'AWS::DynamoDB::Table')).toBeGreaterThan(0);
    expect(howMany('network', 'AWS::EC2::Subnet')).toBe(6);
  });

  it('is the same at every synthesis', () => {
    expect(refusedChanges(prod, synthesisedState({ stage: 'prod' }))).toEqual([]);
  });
});

describe('what is deployed', () => {
  /** What other things stand on, or clients know by name, holds nothing itself. */
  const holdsNothing = /^AWS::(EC2|ApiGateway)::/;
  const holding = (state: typeof prod) =>
    Object.values(state)
      .flatMap((resources) => Object.values(resources))
      .filter(({ type }) => !holdsNothing.test(type));

  it('is retained in prod, all of it', () => {
    expect(holding(prod).length).toBeGreaterThan(30);
    expect(holding(prod).filter(({ retained }) => !retained)).toEqual([]);
  });

  it('goes with its stack in dev, but for topics, which go with their cluster', () => {
    const kept = holding(synthesisedState({ stage: 'dev' })).filter(({ retained }) => retained);
    expect([...new Set(kept.map(({ type }) => type))]).toEqual(['AWS::MSK::Topic']);
  });
});

describe('between two syntheses', () => {
  it.each(stageNames.filter(hasRecord))('nothing that is deployed in %s is replaced, lost or reordered', (stage) => {
    const refused = refusedChanges(readRecord(stage), stage === 'prod' ? prod : synthesisedState({ stage }));
    // A change that is meant: npm run deployed:freeze -- --accept <resource>, once its data is cared for.
    expect(refused).toEqual([]);
  });

  it('a cluster in other zones is another cluster', () => {
    const refused = refusedChanges(prod, synthesisedState({ stage: 'prod', config: { zones: 2 } }));
    expect(refused).toContainEqual({
      resource: expect.stringMatching(/^orderstream-prod-kafka\/KafkaCluster/),
      reason: expect.stringMatching(/would be replaced: .*BrokerNodeGroupInfo/),
    });
  });

  it('a way out for payments leaves everything where it is', () => {
    const payment = { ...stageConfig('prod').payment, gateway: 'stripe' } as const;
    expect(refusedChanges(prod, synthesisedState({ stage: 'prod', config: { payment } }))).toEqual([]);
  });

  it('what is retained stays so', () => {
    expect(stageConfig('prod').retainState).toBe(true);
    const refused = refusedChanges(prod, synthesisedState({ stage: 'prod', config: { retainState: false } }));
    expect(refused).toContainEqual({
      resource: expect.stringMatching(/^orderstream-prod-data\//),
      reason: 'AWS::DynamoDB::Table would no longer be retained',
    });
  });
});
