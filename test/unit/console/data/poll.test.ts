import { describe, expect, it } from 'vitest';
import { poll } from '../../../../console/data/poll.ts';

/** A browser whose page is shown and hidden, and whose time passes, when the test wants. */
const fakeBrowser = () => {
  let visible = true;
  let listener: (() => void) | undefined;
  let next: { readonly milliseconds: number; readonly run: () => void } | undefined;
  return {
    ports: {
      isVisible: () => visible,
      onVisibility: (added: () => void) => {
        listener = added;
        return () => {
          listener = undefined;
        };
      },
      after: (milliseconds: number, run: () => void) => {
        const own = { milliseconds, run };
        next = own;
        return () => {
          if (next === own) next = undefined;
        };
      },
    },
    show: (shown: boolean) => {
      visible = shown;
      listener?.();
    },
    /** Milliseconds until the next request; undefined if none is planned. */
    planned: () => next?.milliseconds,
    passTime: () => {
      const due = next;
      next = undefined;
      due?.run();
    },
    listens: () => listener !== undefined,
  };
};

/** Requests that the test answers. */
const requests = () => {
  const sent: { readonly signal: AbortSignal; readonly answer: (value: string) => void; readonly fail: () => void }[] =
    [];
  const load = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      sent.push({ signal, answer: resolve, fail: () => reject(new Error('no answer')) });
    });
  return { sent, load };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

const start = () => {
  const browser = fakeBrowser();
  const { sent, load } = requests();
  const outcomes: unknown[] = [];
  const polled = poll(
    load,
    (outcome) => outcomes.push(outcome),
    () => 2_000,
    browser.ports,
  );
  return { browser, sent, outcomes, polled };
};

describe('polling', () => {
  it('requests at once, and again two seconds after each answer', async () => {
    const { browser, sent, outcomes } = start();
    expect(sent).toHaveLength(1);
    expect(browser.planned()).toBeUndefined();
    sent[0]?.answer('a');
    await settled();
    expect(browser.planned()).toBe(2_000);
    browser.passTime();
    sent[1]?.answer('b');
    await settled();
    expect(outcomes).toEqual([{ value: 'a' }, { value: 'b' }]);
  });

  it('goes on after a failure', async () => {
    const { browser, sent, outcomes } = start();
    sent[0]?.fail();
    await settled();
    browser.passTime();
    sent[1]?.answer('b');
    await settled();
    expect(outcomes).toEqual([{ error: new Error('no answer') }, { value: 'b' }]);
  });

  it('requests nothing while the page is hidden, and at once when it is shown', async () => {
    const { browser, sent, outcomes } = start();
    browser.show(false);
    expect(sent[0]?.signal.aborted).toBe(true);
    sent[0]?.answer('late');
    await settled();
    expect(outcomes).toEqual([]);
    expect(browser.planned()).toBeUndefined();
    browser.show(true);
    expect(sent).toHaveLength(2);
  });

  it('requests nothing when it starts on a hidden page', () => {
    const browser = fakeBrowser();
    const { sent, load } = requests();
    browser.show(false);
    poll(
      load,
      () => undefined,
      () => 2_000,
      browser.ports,
    );
    expect(sent).toEqual([]);
  });

  it('drops the answer to a request that a refresh replaces', async () => {
    const { sent, outcomes, polled } = start();
    polled.refresh();
    sent[1]?.answer('new');
    await settled();
    sent[0]?.answer('old');
    await settled();
    expect(outcomes).toEqual([{ value: 'new' }]);
  });

  it('ends', async () => {
    const { browser, sent, outcomes, polled } = start();
    polled.stop();
    sent[0]?.answer('late');
    await settled();
    expect([outcomes, browser.planned(), browser.listens()]).toEqual([[], undefined, false]);
  });
});
