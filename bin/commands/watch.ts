import type { Command } from 'commander';
import { systemLoadClock } from '../load/load-clock.ts';
import { runWatch } from '../watch/run-watch.ts';
import { watchDisplay } from '../watch/watch-display.ts';
import { type ConnectedOptions, connectedCommand, withConnection } from './connected-command.ts';
import { interruption } from './interruption.ts';
import { integerOption } from './options.ts';

interface WatchOptions extends ConnectedOptions {
  readonly interval: number;
  readonly once: boolean;
}

const watch = ({ data, json, interval, once }: WatchOptions): Promise<void> =>
  withConnection(data, async ({ operator }) => {
    const { stopRequested, dispose } = interruption();
    const stop = new AbortController();
    stopRequested.then(() => stop.abort());
    const display = watchDisplay(json, once);
    try {
      const ports = { operator, clock: systemLoadClock, display, stop: stop.signal };
      // A look that is under way is not waited for.
      await Promise.race([runWatch(ports, { intervalMs: interval * 1_000, once }), stopRequested]);
    } finally {
      display.end();
      dispose();
    }
  });

export const watchCommand = (): Command =>
  connectedCommand('watch', 'the pipeline live: rates, lag in records and seconds, dead letters; until Ctrl-C')
    .addOption(integerOption('--interval <seconds>', 'between two looks', { least: 1, most: 3_600 }).default(2))
    .option('--once', 'look twice, print the second look with the rates between them, and end', false)
    .addHelpText(
      'after',
      `
Elsewhere than on a terminal it prints a line a look; with --json, each look as a line of JSON. Rates are those of the last ten seconds, skew and
new dead letters those of the last five minutes. The lag in seconds is the age of the oldest record that a group has not acknowledged.`,
    )
    .action(watch);
