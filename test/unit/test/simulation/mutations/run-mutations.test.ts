import { describe, expect, it } from 'vitest';
import { allMutations } from '../../../../simulation/mutations/all-mutations.ts';
import { huntMutation } from '../../../../simulation/mutations/hunt-mutation.ts';

const named = (name: string) => allMutations.find((mutation) => mutation.name === name);

describe('huntMutation', { timeout: 120_000 }, () => {
  it('finds nothing in the code as it is', async () => {
    expect(await huntMutation(undefined, { from: 1, seeds: 3 })).toBeUndefined();
  });

  it('catches a mutation by a random schedule, and reports by which invariant', async () => {
    const caught = await huntMutation(named('payment-id-by-chance'), { from: 1, seeds: 20 });
    expect(caught).toMatchObject({ failure: { invariant: 'payment record' } });
    expect(caught?.seeds).toBeLessThanOrEqual(20);
  });

  it('catches a mutation by the scenario that forces it', async () => {
    const scenario = 'refund without an answer';
    const caught = await huntMutation(named('refund-id-by-chance'), { scenario, from: 1, seeds: 0 });
    expect(caught).toMatchObject({ scenario, failure: { invariant: 'gateway books' } });
  });
});
