import { ConfigurationError } from './configuration-error.ts';

/** A Kafka version as Amazon MSK names those without ZooKeeper; `x` is whatever patch it has. */
export type KraftVersion = `${number}.${number}.${number | 'x'}.kraft`;

/**
 * The version in the form of Amazon MSK, which takes `4.1.x` as well and would then run ZooKeeper's kind of cluster, for good:
 * the metadata mode of a cluster cannot be changed later.
 * @throws {ConfigurationError} the version does not name KRaft.
 */
export const kraftVersion = (version: string): string => {
  if (/^\d+\.\d+\.(\d+|x)\.kraft$/.test(version)) return version;
  throw new ConfigurationError(
    `kafka.version is ${JSON.stringify(version)}: give <major>.<minor>.<patch>.kraft, for instance 4.1.x.kraft. Without ".kraft" it is a cluster with ZooKeeper.`,
  );
};
