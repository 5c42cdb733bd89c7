import response from 'kafkajs/src/protocol/requests/metadata/v6/response.js';
import { expect, it } from 'vitest';

const { parse: original } = response;
await import('../../../patches/kafkajs-offline-partitions.ts');

const leaderNotAvailable = 5;
const topicAuthorizationFailed = 29;
const metadata = {
  topicMetadata: [
    {
      topicErrorCode: 0,
      partitionMetadata: [
        { partitionErrorCode: leaderNotAvailable, leader: -1 },
        { partitionErrorCode: 0, leader: 3 },
      ],
    },
  ],
};

it('reports a partition without a leader, for which kafkajs rejects all metadata', async () => {
  await expect(original(metadata)).rejects.toThrow('no leader');
  expect(await response.parse(metadata)).toBe(metadata);
});

it('still rejects a topic that it may not describe', async () => {
  const refused = { topicMetadata: [{ topicErrorCode: topicAuthorizationFailed, partitionMetadata: [] }] };
  await expect(response.parse(refused)).rejects.toThrow('authorized');
});
