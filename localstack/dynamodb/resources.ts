import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Properties } from '../properties.ts';
import { stableId } from '../stable-id.ts';
import type { ResourceContext, ResourceProvider, ResourceProviders } from '../template/resource-provider.ts';
import { createTableInput } from './create-table-input.ts';
import { ensureTable, ensureTimeToLive } from './tables.ts';

/** The tables of a template, created in the database of `client`. Tables of an earlier run are reused. */
export const dynamoDbResources = (client: DynamoDBClient): ResourceProviders => {
  const table: ResourceProvider = async (values, context) => {
    const properties = new Properties(values);
    const name = properties.optionalString('TableName') ?? generatedName(context);
    const created = await ensureTable(client, createTableInput(name, properties));
    const timeToLive = properties.record('TimeToLiveSpecification');
    if (timeToLive?.boolean('Enabled') === true)
      await ensureTimeToLive(client, name, timeToLive.string('AttributeName'));
    const arn = `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${name}`;
    const label = created.LatestStreamLabel;
    const stream = label === undefined ? {} : { StreamArn: `${arn}/stream/${label}` };
    return { ref: name, attributes: { Arn: arn, TableId: stableId(32, name), ...stream } };
  };
  // A global table has one replica here: itself.
  return { 'AWS::DynamoDB::Table': table, 'AWS::DynamoDB::GlobalTable': table };
};

/** A generated name as CloudFormation's, but the same at every start, so that kept data is found again. */
const generatedName = ({ stack, logicalId }: ResourceContext): string =>
  `${stack}-${logicalId}-${stableId(12, stack, logicalId).toUpperCase()}`;
