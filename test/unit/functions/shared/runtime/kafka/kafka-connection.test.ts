import { afterEach, expect, test, vi } from 'vitest';
import { kafkaConnection, needsTls } from '../../../../../../functions/shared/runtime/kafka/kafka-connection.ts';

const user = { username: 'order', password: 'secret', clientId: 'order' };

afterEach(() => {
  vi.restoreAllMocks();
});

test('logs one JSON line per entry with its context', () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));

  const logger = kafkaConnection({ ...user, brokers: '127.0.0.1:9092' }).logger();
  logger.info('quiet');
  logger.error('connection lost', { broker: 'b-1:9096' });

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'ERROR',
    message: 'connection lost',
    broker: 'b-1:9096',
    logger: expect.stringContaining('kafkajs'),
    timestamp: expect.any(String),
  });
});

test('logs more at a lower level', () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  kafkaConnection({ ...user, brokers: '127.0.0.1:9092', logLevel: 'INFO' })
    .logger()
    .info('connected');
  expect(log).toHaveBeenCalledOnce();
});

test.each([
  ['127.0.0.1:9096', false],
  ['localhost:9096', false],
  ['[::1]:9096', false],
  ['b-1.orderstream.kafka.eu-west-1.amazonaws.com:9096', true],
  ['10.0.1.12:9096', true],
  ['127.0.0.1.example.com:9096', true],
  ['localhost.example.com:9096', true],
])('%s needs TLS: %s', (broker, expected) => {
  expect(needsTls([broker])).toBe(expected);
});

test('one broker outside the loopback interface requires TLS for all', () => {
  expect(needsTls(['127.0.0.1:9096', 'b-1.example.com:9096'])).toBe(true);
});
