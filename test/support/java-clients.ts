import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type OwnedProcess, spawnOwned } from '../../localstack/processes/owned-process.ts';
import { kafkaJars } from './jars.ts';

/** Kafka's own clients on the command line, against the plain-text listener where every user is a superuser. */
const java = (mainClass: string, args: readonly string[]): readonly string[] => [
  '-Xmx128m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-cp',
  join(kafkaJars, '*'),
  mainClass,
  ...args,
];

export type Codec = 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Writes `key:value` lines as the Java producer does, in one batch as far as it can. */
export const javaProduce = async (
  brokers: readonly string[],
  topic: string,
  codec: Codec,
  lines: readonly string[],
): Promise<void> => {
  const child = spawn(
    'java',
    java('org.apache.kafka.tools.ConsoleProducer', [
      ...['--bootstrap-server', brokers.join(','), '--topic', topic, '--compression-codec', codec],
      ...['--property', 'parse.key=true', '--property', 'key.separator=:', '--timeout', '200'],
    ]),
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the Java producer ended with ${code}: ${errors}`);
};

/** A consumer with the protocol of KIP-848, which commits the records that it has printed. */
export const javaConsumer = (
  brokers: readonly string[],
  topic: string,
  group: string,
  onOutput: (text: string) => void,
): OwnedProcess =>
  spawnOwned({
    name: 'Java consumer',
    command: 'java',
    args: java('org.apache.kafka.tools.consumer.ConsoleConsumer', [
      ...['--bootstrap-server', brokers.join(','), '--topic', topic, '--group', group, '--from-beginning'],
      ...['--consumer-property', 'group.protocol=consumer', '--consumer-property', 'auto.commit.interval.ms=200'],
    ]),
    stdio: { onStdout: (chunk) => onOutput(String(chunk)), onStderr: (chunk) => onOutput(String(chunk)) },
  });
