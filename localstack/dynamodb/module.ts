import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { platformModule } from '../platform-module.ts';
import { dynamoDbResources } from './resources.ts';
import { startDynamoDb } from './start-dynamodb.ts';

/** DynamoDB, and the client that creates its tables. */
export const module = platformModule({
  name: 'dynamodb',
  start: async (_needed, { options, folder, location, progress }) => {
    const database = await progress.part(
      'dynamodb',
      () =>
        startDynamoDb({
          jars: options.jars.dynamodb,
          logFolder: folder.logs,
          ...(options.ephemeral ? {} : { dataFolder: folder.dynamodb }),
        }),
      ({ endpoint }) => endpoint,
    );
    const credentials = { accessKeyId: 'platform', secretAccessKey: 'local' };
    return {
      database,
      client: new DynamoDBClient({ endpoint: database.endpoint, region: location.region, credentials }),
    };
  },
  stop: async ({ database, client }) => {
    client.destroy();
    await database.stop();
  },
  resources: ({ client }) => dynamoDbResources(client),
});
