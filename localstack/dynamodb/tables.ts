import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/**
 * Creates the table, or reuses the one of an earlier run.
 * @throws {Error} the kept table has other keys or indexes than the template
 */
export const ensureTable = async (
  client: DynamoDBClient,
  input: CreateTableCommandInput,
): Promise<TableDescription> => {
  try {
    const { TableDescription = {} } = await client.send(new CreateTableCommand(input));
    return TableDescription;
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: input.TableName }));
    if (isDeepStrictEqual(keysOf(input), keysOf(Table))) return Table;
    throw new Error(`table ${input.TableName} of an earlier run has other keys or indexes: start with fresh data`);
  }
};

type Keyed = {
  readonly KeySchema?: CreateTableCommandInput['KeySchema'];
  readonly GlobalSecondaryIndexes?: readonly (GlobalSecondaryIndex | GlobalSecondaryIndexDescription)[] | undefined;
};

/** Comparable: key attributes of the table and of each index by name. */
const keysOf = ({ KeySchema, GlobalSecondaryIndexes = [] }: Keyed): unknown => ({
  table: attributesOf(KeySchema),
  indexes: Object.fromEntries(GlobalSecondaryIndexes.map((index) => [index.IndexName, attributesOf(index.KeySchema)])),
});

const attributesOf = (schema: Keyed['KeySchema'] = []): readonly string[] =>
  schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);

/** Enabling what is enabled is an error of DynamoDB, so it is looked up first. */
export const ensureTimeToLive = async (client: DynamoDBClient, table: string, attribute: string): Promise<void> => {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED' && TimeToLiveDescription.AttributeName === attribute)
    return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
    }),
  );
};
