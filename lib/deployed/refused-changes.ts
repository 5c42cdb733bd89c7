import { isDeepStrictEqual } from 'node:util';
import { topicNames } from '../../schemas/catalogue.ts';
import type { DeployedResource, DeployedState, DeployedTopic } from './deployed-state.ts';

/** A change that would lose state, or the order of events, or that AWS refuses in the middle of a deployment. */
export interface RefusedChange {
  /** `<stack>/<logical id>` */
  readonly resource: string;
  readonly reason: string;
}

const names = (record: Readonly<Record<string, unknown>>): readonly string[] => Object.keys(record);

const differing = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) =>
  [...new Set([...names(one), ...names(other)])].filter((name) => !isDeepStrictEqual(one[name], other[name]));

/** Whether the order of the topic's records matters: not that of dead letters. */
const isKeyed = (topic: string): boolean => topicNames.some((name) => name === topic);

const topicReasons = (before: DeployedTopic, after: DeployedTopic): string[] => {
  const reasons: string[] = [];
  const counts = `from ${before.partitions} to ${after.partitions} partitions`;
  const configs = differing(before.configs, after.configs);
  if (after.partitions < before.partitions) {
    reasons.push(
      `would shrink ${counts}: Kafka cannot, and CloudFormation reports that in the middle of the deployment`,
    );
  }
  if (after.partitions > before.partitions && isKeyed(before.name)) {
    reasons.push(
      `would grow ${counts}: keys move to other partitions, and the events of one order overtake each other`,
    );
  }
  if (after.partitions !== before.partitions && configs.length > 0) {
    reasons.push(`changes its partitions and ${configs.join(', ')}: Amazon MSK takes one of both, then the other`);
  }
  return reasons;
};

const reasonsFor = (before: DeployedResource, after: DeployedResource | undefined): readonly string[] => {
  const name = before.topic?.name ?? before.type;
  if (after === undefined) {
    return [`${name} is gone: it would be ${before.retained ? 'left behind, with all that it holds' : 'deleted'}`];
  }
  if (after.type !== before.type) return [`${name} would be replaced: it is of type ${after.type} now`];
  const fixed = differing(before.fixed, after.fixed);
  return [
    ...(fixed.length > 0
      ? [`${name} would be replaced: CloudFormation cannot change ${fixed.join(', ')} in place`]
      : []),
    ...(before.retained && !after.retained ? [`${name} would no longer be retained`] : []),
    ...(before.topic && after.topic ? topicReasons(before.topic, after.topic) : []).map(
      (reason) => `${name} ${reason}`,
    ),
  ];
};

/** Changes of the next state that must not be deployed over the deployed one. New resources are accepted. */
export const refusedChanges = (deployed: DeployedState, next: DeployedState): readonly RefusedChange[] =>
  Object.entries(deployed).flatMap(([stack, resources]) =>
    Object.entries(resources).flatMap(([id, before]) =>
      reasonsFor(before, next[stack]?.[id]).map((reason) => ({ resource: `${stack}/${id}`, reason })),
    ),
  );
