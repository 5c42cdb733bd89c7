import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  ProvisionedThroughput,
  StreamViewType,
} from '@aws-sdk/client-dynamodb';
import type { Properties } from '../properties.ts';

/** The call that creates the table of a template. Properties that only protect or observe a table on AWS are left out. */
export const createTableInput = (name: string, properties: Properties): CreateTableCommandInput => {
  properties.refuse('ImportSourceSpecification', 'KinesisStreamSpecification');
  const billing = properties.oneOf('BillingMode', ['PAY_PER_REQUEST', 'PROVISIONED'], 'PROVISIONED');
  const throughput = (of: Properties) => (billing === 'PROVISIONED' ? { ProvisionedThroughput: throughputOf(of) } : {});
  const index = (of: Properties): GlobalSecondaryIndex => ({
    IndexName: of.string('IndexName'),
    KeySchema: keySchemaOf(of),
    Projection: of.raw('Projection') as GlobalSecondaryIndex['Projection'],
  });
  const globalIndexes = properties.records('GlobalSecondaryIndexes').map((of) => ({ ...index(of), ...throughput(of) }));
  const localIndexes = properties.records('LocalSecondaryIndexes').map(index);
  const view = properties.record('StreamSpecification')?.string('StreamViewType');
  return {
    TableName: name,
    KeySchema: keySchemaOf(properties),
    AttributeDefinitions: properties.records('AttributeDefinitions').map((of) => ({
      AttributeName: of.string('AttributeName'),
      AttributeType: of.string('AttributeType') as AttributeDefinition['AttributeType'],
    })),
    BillingMode: billing,
    ...throughput(properties),
    ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes }),
    ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes }),
    ...(view !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: view as StreamViewType },
    }),
  };
};

const keySchemaOf = (properties: Properties): KeySchemaElement[] =>
  properties.records('KeySchema').map((of) => ({
    AttributeName: of.string('AttributeName'),
    KeyType: of.oneOf('KeyType', ['HASH', 'RANGE'], 'HASH'),
  }));

/** DynamoDB Local limits nothing, so units that auto scaling would set may be any number. */
const throughputOf = (properties: Properties): ProvisionedThroughput => {
  const throughput = properties.record('ProvisionedThroughput');
  return {
    ReadCapacityUnits: throughput?.number('ReadCapacityUnits') ?? 1,
    WriteCapacityUnits: throughput?.number('WriteCapacityUnits') ?? 1,
  };
};
