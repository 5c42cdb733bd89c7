import { jars } from '../../bin/setup.mjs';

/** Folders of the Java parts that the set-up fetched. */
export const kafkaJars: string = jars.kafka;
export const dynamodbJars: string = jars.dynamodb;
