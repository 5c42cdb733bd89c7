import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { watchDisplay } from '../../../../bin/watch/watch-display.ts';
import { pipelineFigures } from '../../../../functions/ops/model/pipeline-figures-domain.ts';
import { lookAt } from '../../../support/pipeline-looks.ts';

const figures = pipelineFigures(lookAt(0));

/** A terminal, or a pipe, of a size. */
const stream = (isTTY: boolean, columns = 80, rows = 24) => {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, columns, rows, write } as unknown as typeof process.stdout };
};

it('prints a line a look where there is no terminal', () => {
  const { written, stream: pipe } = stream(false);
  const display = watchDisplay(false, false, pipe);
  display.show(figures);
  display.end();
  expect(written).toEqual(['2026-11-22T06:31:00.000Z  in -/s  lag 0 records  dead letters 0\n']);
});

it('prints each look as a line of JSON', () => {
  const { written, stream: terminal } = stream(true);
  const display = watchDisplay(true, false, terminal);
  display.show(figures);
  display.show(figures);
  display.end();
  expect(written.map((line) => JSON.parse(line))).toEqual([figures, figures]);
  expect(written.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
});

it('redraws the screen of a terminal, and leaves the last look on it', () => {
  const { written, stream: terminal } = stream(true);
  const display = watchDisplay(false, false, terminal);
  display.show(figures);
  display.end();
  expect(written[0]).toContain('\u001B[?1049h');
  expect(written[1]).toMatch(/orders\.created/);
  expect(written.at(-1)?.startsWith('\u001B[?1049l')).toBe(true);
  expect(written.at(-1)).toContain('orders.created');
});

it('cuts what does not fit, so that no line wraps and none scrolls away', () => {
  const { written, stream: terminal } = stream(true, 20, 4);
  watchDisplay(false, false, terminal).show(figures);
  const lines = stripVTControlCharacters(written[1] ?? '')
    .trimEnd()
    .split('\n');
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) expect(line.length).toBeLessThan(20);
});

it('shows a look that failed above the last one', () => {
  const { written, stream: terminal } = stream(true);
  const display = watchDisplay(false, false, terminal);
  display.show(figures);
  display.fail('no answer');
  expect(written.at(-1)).toMatch(/no answer.*orders\.created/s);
});
