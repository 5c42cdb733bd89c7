import { describe, expect, it } from 'vitest';
import { topics } from '../../../../../schemas/catalogue.ts';
import { allProcessed } from '../../../../simulation/invariants/all-processed.ts';
import { SmallWorld } from './small-world.ts';

const topic = 'payments.completed';
const source = { topic, group: 'g', lag: 0, deadLettered: [] };
/** All groups of the topic: one of them, the audit's, reads everything. */
const sources = topics[topic].consumers.map(({ group }) => ({ ...source, group }));
const letter = { 'dlq-partition': '0', 'dlq-offset': '0' };

const ended = (sourceLike: object = source): SmallWorld => {
  const world = new SmallWorld(allProcessed());
  Object.assign(world.world, { sources: [...sources, sourceLike] });
  return world;
};

const poisoned = (value: string, letters: number): SmallWorld => {
  const world = ended();
  world.pour(topic, value);
  for (let count = 0; count < letters; count += 1) world.pour(`${topic}.dlq`, value, letter);
  return world;
};

describe('what must hold of records in the end', () => {
  it('is content where all is processed or dead-lettered', () => {
    poisoned('{}', 1).end();
    poisoned('{"type":"ORDER_PAID"}', 0).end();
  });

  it('expects nothing of groups that are not there, and of the ledger that it dead-letters commands', () => {
    const world = ended();
    const command = '{"type":"COMMIT"}';
    world.pour('inventory.commands', command);
    world.end();
    const group = topics['inventory.commands'].consumers[0]?.group ?? '';
    Object.assign(world.world, { sources: [{ ...source, topic: 'inventory.commands', group }] });
    expect(() => world.end()).toThrow('was dead-lettered 0 times, by 1 groups');
  });

  it.each<[string, SmallWorld]>([
    ['g is 3 records behind', ended({ ...source, lag: 3 })],
    ['g has dead-lettered 1 records, and kept 0', ended({ ...source, deadLettered: [{}] })],
    ['was dead-lettered 0 times, by 1 groups', poisoned('{}', 0)],
    // Filters cannot judge it.
    [
      `was dead-lettered ${sources.length - 1} times, by ${sources.length} groups`,
      poisoned('not JSON', sources.length - 1),
    ],
    ['was dead-lettered 0 times, by 1 groups', poisoned('{"type":"UNKNOWN_TYPE"}', 0)],
  ])('objects: %s', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });
});
