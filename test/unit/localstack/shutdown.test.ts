import { describe, expect, it } from 'vitest';
import { Shutdown } from '../../../localstack/shutdown.ts';

describe('shutdown', () => {
  it('stops the last first, one after the other, and only once', async () => {
    const events: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add('first', () => void events.push('first'));
    shutdown.add('second', async () => {
      await new Promise(setImmediate);
      events.push('second');
    });
    await Promise.all([shutdown.run(), shutdown.run()]);
    expect(events).toEqual(['second', 'first']);
  });

  it('goes on after a failure and names it', async () => {
    const stopped: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add('kafka', () => void stopped.push('kafka'));
    shutdown.add('functions', () => Promise.reject(new Error('stuck')));
    await expect(shutdown.run()).rejects.toThrow('functions could not be stopped');
    expect(stopped).toEqual(['kafka']);
  });

  it('aborts what is still starting before it stops anything', async () => {
    const shutdown = new Shutdown();
    const aborted: boolean[] = [];
    shutdown.add('synthesis', () => void aborted.push(shutdown.signal.aborted));
    expect(shutdown.signal.aborted).toBe(false);
    await shutdown.run();
    expect(aborted).toEqual([true]);
  });

  it('does not wait for ever', async () => {
    const stopped: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add('kafka', () => void stopped.push('kafka'));
    shutdown.add('api', () => new Promise(() => undefined));
    await expect(shutdown.run(5)).rejects.toThrow('api could not be stopped');
    expect(stopped).toEqual(['kafka']);
  });
});
