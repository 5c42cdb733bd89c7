/**
 * Lets kafkajs 2.2.4 report partitions without a leader: import it only where they are reported.
 *
 * One partition without a leader makes kafkajs reject the metadata of all requested topics. Producers and consumers rely on that:
 * they wait and ask again. An answer that counts such partitions needs the metadata.
 */
import response from 'kafkajs/src/protocol/requests/metadata/v6/response.js';

const { parse } = response;

response.parse = async (metadata) => {
  const topicMetadata = metadata.topicMetadata.map((topic) => ({
    ...topic,
    partitionMetadata: topic.partitionMetadata.map((partition) => ({ ...partition, partitionErrorCode: 0 })),
  }));
  // Still rejects unknown topics, and those that the principal may not describe.
  await parse({ ...metadata, topicMetadata });
  return metadata;
};
