import cliProgress from 'cli-progress';

/** A bar on a terminal's standard error; nothing elsewhere, and nothing on standard output, which is the result's. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

export const progressBar = (title: string, total: number): Progress => {
  if (!process.stderr.isTTY || total === 0) return silent;
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
