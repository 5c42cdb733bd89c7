import { stripVTControlCharacters } from 'node:util';

const lineEveryMs = 10_000;

export interface LiveDisplay {
  show(line: string): void;
  /** Leaves the terminal on an empty line. */
  end(): void;
}

/** One line that is overwritten on a terminal's standard error; elsewhere, a line every ten seconds. */
export const liveDisplay = (stream: NodeJS.WriteStream = process.stderr): LiveDisplay => {
  if (!stream.isTTY) {
    let shownAt = 0;
    return {
      show: (line) => {
        if (Date.now() - shownAt < lineEveryMs) return;
        shownAt = Date.now();
        stream.write(`${line}\n`);
      },
      end: () => {},
    };
  }
  const overwrite = (text: string) => {
    stream.cursorTo(0);
    // A line that wraps could not be overwritten.
    stream.write(stripVTControlCharacters(text).slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
    stream.clearLine(1);
  };
  return { show: overwrite, end: () => overwrite('') };
};
