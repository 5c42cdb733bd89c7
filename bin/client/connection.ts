import '../../patches/kafkajs-request-queue.ts';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import kafkajs, { type Kafka } from 'kafkajs';
import { type PlatformState, readPlatformState } from '../../localstack/platform-state.ts';
import { OperatorApi } from './operator-api.ts';
import { OrdersApi } from './orders-api.ts';
import { UsageError } from './usage-error.ts';

/** Names of the tables that the commands read or fill, from the stacks' outputs. */
interface TableNames {
  readonly orders: string;
  readonly prices: string;
  readonly stock: string;
  readonly reservations: string;
  readonly payments: string;
  readonly gateway: string;
  readonly mailbox: string;
  readonly audit: string;
  readonly views: string;
}

/** A running platform as an operator reaches it. `close` ends the connections, not the platform. */
export interface Connection {
  readonly state: PlatformState;
  readonly orders: OrdersApi;
  /** The routes under `/admin`, signed as the operator. */
  readonly operator: OperatorApi;
  readonly dynamodb: DynamoDBDocumentClient;
  readonly kafka: Kafka;
  readonly tables: TableNames;
  close(): void;
}

/** The operator's requests are not a function's: the request counts leave them out by this access key id. */
export const operatorAccessKeyId = 'operator';

const output = (state: PlatformState, name: string): string => {
  const value = state.outputs[name];
  if (value === undefined) throw new Error(`the stacks have no output ${name}`);
  return value;
};

/** Whether clients are users with tokens: then there is no API key. */
export const areUsers = ({ apiKey }: Pick<PlatformState, 'apiKey'>): boolean => apiKey === '';

export const connectTo = (state: PlatformState): Connection => {
  const client = new DynamoDBClient({
    endpoint: state.endpoints.dynamodb,
    region: state.region,
    credentials: { accessKeyId: operatorAccessKeyId, secretAccessKey: 'local' },
  });
  const { username, password } = state.admin;
  const token = areUsers(state) ? process.env['ORDERSTREAM_TOKEN'] : undefined;
  return {
    state,
    orders: new OrdersApi({ apiUrl: state.apiUrl, apiKey: state.apiKey, ...(token !== undefined && { token }) }),
    operator: new OperatorApi({ apiUrl: state.apiUrl, region: state.region, credentials: state.operator }),
    dynamodb: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    kafka: new kafkajs.Kafka({
      clientId: 'orderstream-cli',
      brokers: state.endpoints.kafka.split(','),
      sasl: { mechanism: 'scram-sha-512', username, password },
      logLevel: kafkajs.logLevel.NOTHING,
    }),
    tables: {
      orders: output(state, 'OrdersTableName'),
      prices: output(state, 'PricesTableName'),
      stock: output(state, 'StockTableName'),
      reservations: output(state, 'ReservationsTableName'),
      payments: output(state, 'PaymentsTableName'),
      gateway: output(state, 'GatewayTableName'),
      mailbox: output(state, 'MailboxTableName'),
      audit: output(state, 'AuditTableName'),
      views: output(state, 'ViewsTableName'),
    },
    close: () => client.destroy(),
  };
};

/** @throws {UsageError} no platform runs on this data folder. */
export const connect = async (dataFolder: string): Promise<Connection> => {
  const state = await readPlatformState(dataFolder);
  if (!state)
    throw new UsageError(
      `no platform runs on ${dataFolder}: start one with \`npm start\`, or name its folder with --data`,
    );
  return connectTo(state);
};
