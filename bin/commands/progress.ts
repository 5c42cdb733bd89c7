import cliProgress from 'cli-progress';

export interface Progress {
  update(done: number): void;
  stop(): void;
}

const lineEveryMs = 10_000;

/** For logs: a line every ten seconds, and one at the end. */
const progressLines = (title: string, total: number): Progress => {
  let done = 0;
  let reportedAt = Date.now();
  const report = (): void => {
    reportedAt = Date.now();
    process.stderr.write(`${title.padEnd(14)} ${done}/${total}\n`);
  };
  return {
    update: (now) => {
      done = now;
      if (Date.now() - reportedAt >= lineEveryMs) report();
    },
    stop: report,
  };
};

/** A bar on a terminal's standard error, lines elsewhere; nothing on standard output, which is the result's. */
export const progressBar = (title: string, total: number): Progress => {
  if (!process.stderr.isTTY) return progressLines(title, total);
  const bar = new cliProgress.SingleBar(
    {
      format: `${title} {bar} {value}/{total} · {eta_formatted}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
};
