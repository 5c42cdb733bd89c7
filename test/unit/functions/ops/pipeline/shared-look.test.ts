import { beforeEach, expect, it } from 'vitest';
import { sharedLook } from '../../../../../functions/ops/pipeline/shared-look.ts';

let now: number;
let looks: PromiseWithResolvers<number>[];
let look: () => Promise<number>;

beforeEach(() => {
  now = 0;
  looks = [];
  const begin = () => {
    const pending = Promise.withResolvers<number>();
    looks.push(pending);
    return pending.promise;
  };
  look = sharedLook(begin, { now: () => new Date(now) }, 1_000);
});

const answer = async (index: number, value: number) => {
  looks[index]?.resolve(value);
  await looks[index]?.promise;
};

it('is one for all that ask while it is under way, however long it takes', async () => {
  const both = [look(), look()];
  now = 5_000;
  both.push(look());
  await answer(0, 1);
  expect(await Promise.all(both)).toEqual([1, 1, 1]);
  expect(looks).toHaveLength(1);
});

it('is shared for its time after its answer, and then made again', async () => {
  look();
  now = 4_000;
  await answer(0, 1);
  now = 4_999;
  expect(await look()).toBe(1);
  now = 5_000;
  const next = look();
  await answer(1, 2);
  expect(await next).toBe(2);
});

it('is made again after a failure, which all that waited for it get', async () => {
  const both = [look(), look()];
  looks[0]?.reject(new Error('no brokers'));
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = look();
  await answer(1, 2);
  expect(await next).toBe(2);
});
