import { expect, test } from 'vitest';
import { parseProperties } from '../../../../localstack/kafka/broker-properties.ts';
import type { NodeLayout } from '../../../../localstack/kafka/node-layout.ts';
import { serverProperties } from '../../../../localstack/kafka/server-properties.ts';

const node = (id: number): NodeLayout => ({
  id,
  name: `node-${id}`,
  dataFolder: `/data/node-${id}`,
  propertiesFile: `/data/node-${id}.properties`,
  logFile: `/data/node-${id}.log`,
  ports: { client: 20_000 + id, controller: 21_000 + id, internal: 22_000 + id },
});
const properties = new Map(parseProperties(serverProperties(node(2), [node(1), node(2), node(3)])));

test('a node is broker and controller of the whole quorum', () => {
  expect(properties.get('process.roles')).toBe('broker,controller');
  expect(properties.get('node.id')).toBe('2');
  expect(properties.get('controller.quorum.voters')).toBe('1@127.0.0.1:21001,2@127.0.0.1:21002,3@127.0.0.1:21003');
});

test('clients log in with SCRAM, and nothing listens beyond loopback', () => {
  expect(properties.get('listener.security.protocol.map')).toContain('CLIENT:SASL_PLAINTEXT');
  for (const listener of properties.get('listeners')?.split(',') ?? [])
    expect(listener).toMatch(/^[A-Z]+:\/\/127\.0\.0\.1:\d+$/);
});

test('a record that was acknowledged is on two nodes at least', () => {
  expect(properties.get('default.replication.factor')).toBe('3');
  expect(properties.get('min.insync.replicas')).toBe('2');
  expect(properties.get('unclean.leader.election.enable')).toBe('false');
  expect(properties.get('auto.create.topics.enable')).toBe('false');
});
