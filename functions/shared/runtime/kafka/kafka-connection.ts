import '../../../../patches/kafkajs-idle-connections.ts';
import '../../../../patches/kafkajs-request-queue.ts';
import kafkajs, { type Kafka, type LogEntry, type Mechanism, type SASLOptions } from 'kafkajs';

interface Password {
  readonly username: string;
  readonly password: string;
}

/** A fixed login, or one that is read for each connection. */
type Login = Password | { readonly sasl: Mechanism };

export type KafkaConnectionOptions = Login & {
  /** `host:port` list, comma-separated, of the SASL/SCRAM listener. */
  readonly brokers: string;
  readonly clientId: string;
  /** Level of kafkajs's own log, default warnings and errors. */
  readonly logLevel?: keyof typeof kafkajs.logLevel;
};

/**
 * A client of the cluster, as the user of a SCRAM secret. Uses TLS unless every broker is on the loopback interface: the local
 * platform's brokers have none. Does not connect yet.
 */
export const kafkaConnection = (options: KafkaConnectionOptions): Kafka => {
  const { clientId, logLevel = 'WARN' } = options;
  const brokers = options.brokers.split(',').map((broker) => broker.trim());
  return new kafkajs.Kafka({
    clientId,
    brokers,
    ssl: needsTls(brokers),
    sasl: saslOf(options),
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 15_000,
    // Some twelve seconds: by then other brokers lead the partitions of a dead one.
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 8 },
    logLevel: kafkajs.logLevel[logLevel],
    logCreator: () => logLine,
  });
};

const saslOf = (login: Login): SASLOptions | Mechanism =>
  'sasl' in login ? login.sasl : { mechanism: 'scram-sha-512', username: login.username, password: login.password };

/** Whether a password sent to these `host:port` addresses would leave this machine. */
export const needsTls = (brokers: readonly string[]): boolean => !brokers.every(isLoopback);

const isLoopback = (broker: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/.test(broker);

/** One JSON line per entry, in the format of the functions' other logs. */
const logLine = ({ namespace, label, log: { message, timestamp, logger: _, ...context } }: LogEntry): void => {
  console.log(JSON.stringify({ level: label, message, timestamp, logger: `kafkajs/${namespace}`, ...context }));
};
