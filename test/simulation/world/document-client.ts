import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { faultNamed, faultsFor } from '../dynamodb/dynamodb-fault.ts';
import type { FaultyDynamoDb } from '../dynamodb/faulty-dynamodb.ts';
import { signatureOf } from '../dynamodb/signature.ts';
import type { SimulatedProcess } from '../kernel/simulated-process.ts';

export type DocumentClient = DynamoDBDocumentClient;

const unmarshalled = (value: unknown) => value && unmarshall(value as Record<string, AttributeValue>);

const documentCommands = {
  PutItemCommand: PutCommand,
  GetItemCommand: GetCommand,
  UpdateItemCommand: UpdateCommand,
  DeleteItemCommand: DeleteCommand,
} as const;
type LowLevelName = keyof typeof documentCommands;
const isLowLevel = (name: string): name is LowLevelName => Object.hasOwn(documentCommands, name);

/** Powertools' own persistence layer speaks the low-level protocol: as a command of the document client, and back. */
const translating =
  (send: (command: object) => Promise<unknown>) =>
  async (command: object): Promise<unknown> => {
    const { name } = command.constructor;
    if (!isLowLevel(name)) return send(command);
    const input: Record<string, unknown> = { ...Reflect.get(command, 'input') };
    for (const field of ['Item', 'Key', 'ExpressionAttributeValues']) {
      if (input[field] !== undefined) input[field] = unmarshalled(input[field]);
    }
    const answer = (await send(new documentCommands[name](input as never))) as Record<string, unknown>;
    const translated = (field: string) => (answer[field] === undefined ? {} : { [field]: marshall(answer[field]) });
    return { ...answer, ...translated('Item'), ...translated('Attributes') };
  };

/** Libraries look at a client before they take it. */
const prototype = Object.assign(Object.create(DynamoDBDocumentClient.prototype) as DocumentClient, {
  config: {},
  middlewareStack: { identify: () => [], addRelativeTo: () => undefined, use: () => undefined },
});

const documentClient = (send: (command: object) => Promise<unknown>): DocumentClient =>
  Object.assign(Object.create(prototype) as DocumentClient, { send: translating(send) });

/** The client of something that is not under test: nothing goes wrong, no time passes. */
export const directClient = (database: FaultyDynamoDb): DocumentClient =>
  documentClient(async (command) => database.execute(command));

/** The client of a process: each request is an await of its own. @param lagMs how far a read that may be behind is. */
export const clientOf = (database: FaultyDynamoDb, process: SimulatedProcess, lagMs: () => number): DocumentClient =>
  documentClient((command) =>
    process.call({
      kind: signatureOf(command),
      faults: faultsFor(command),
      perform: (fault) =>
        database.executeWith(command, fault && faultNamed(fault.name, fault.amount), { lagMs: lagMs() }),
    }),
  );
