import { stripVTControlCharacters } from 'node:util';
import type { PipelineFigures } from '../../functions/ops/model/pipeline-figures-domain.ts';
import { watchLine, watchLines } from './watch-lines.ts';

export interface WatchDisplay {
  show(figures: PipelineFigures): void;
  /** A look failed; the next may succeed. */
  fail(message: string): void;
  /** Leaves the terminal as it was, with the last look on it. */
  end(): void;
}

const enterScreen = '\u001B[?1049h\u001B[?25l';
const leaveScreen = '\u001B[?1049l\u001B[?25h';
const home = '\u001B[H';
const clearLine = '\u001B[K';
const clearBelow = '\u001B[J';

/** What does not fit is cut: a line that wraps would move the others. A cut line loses its colours. */
const fitted = (line: string, columns: number): string => {
  const plain = stripVTControlCharacters(line);
  return plain.length <= columns ? line : plain.slice(0, columns);
};

/** The screen of a terminal, redrawn at each look without flicker. */
const screenDisplay = (stream: NodeJS.WriteStream): WatchDisplay => {
  let last: readonly string[] = [];
  const draw = (lines: readonly string[]): void => {
    const { columns = 80, rows = 24 } = stream;
    const shown = lines.slice(0, rows - 1).map((line) => `${fitted(line, columns - 1)}${clearLine}`);
    stream.write(`${home}${shown.join('\n')}\n${clearBelow}`);
  };
  stream.write(enterScreen);
  return {
    show: (figures) => {
      last = watchLines(figures);
      draw([...last, '', 'Ctrl-C ends it']);
    },
    fail: (message) => draw([message, '', ...last]),
    end: () => stream.write(`${leaveScreen}${last.map((line) => `${line}\n`).join('')}`),
  };
};

/** A line a look: text, or JSON. */
const lineDisplay = (stream: NodeJS.WriteStream, textOf: (figures: PipelineFigures) => string): WatchDisplay => ({
  show: (figures) => void stream.write(`${textOf(figures)}\n`),
  fail: (message) => void process.stderr.write(`${message}\n`),
  end: () => undefined,
});

export const watchDisplay = (json: boolean, once: boolean, stream = process.stdout): WatchDisplay => {
  if (json) return lineDisplay(stream, (figures) => JSON.stringify(figures));
  if (once) return lineDisplay(stream, (figures) => watchLines(figures).join('\n'));
  return stream.isTTY ? screenDisplay(stream) : lineDisplay(stream, watchLine);
};
