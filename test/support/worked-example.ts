import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of a diff: `/dev/null` is the path of none. */
interface FileDiff {
  readonly from: string;
  readonly to: string;
  /** Lines with ` `, `-` or `+` before them. */
  readonly hunks: readonly (readonly string[])[];
}

const fileDiff = (text: string): FileDiff => {
  const [from = '', to = '', ...lines] = text.split('\n');
  const hunks: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('@@')) hunks.push([]);
    else hunks.at(-1)?.push(line);
  }
  return { from: from.replace(/^a\//, ''), to: to.replace(/^\+\+\+ (b\/)?/, ''), hunks };
};

/** The diffs of the `diff` blocks below a heading of a page, file by file. */
export const workedExample = (page: string, heading: string): readonly FileDiff[] => {
  const [, section = ''] = page.split(`\n${heading}\n`);
  const [own = ''] = section.split(/\n#+ /);
  const blocks = [...own.matchAll(/^```diff\n(.*?)\n```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^--- /m)
      .filter((text) => text !== '')
      .map((text) => fileDiff(text.trimEnd())),
  );
};

const sideOf = (hunk: readonly string[], sign: '-' | '+'): string =>
  hunk
    .filter((line) => [' ', sign].includes(line.charAt(0)))
    .map((line) => `${line.slice(1)}\n`)
    .join('');

/** Applies a diff as `patch` does, by its lines alone. @throws what a hunk replaces is not there, or more than once. */
export const applyExample = (root: string, diffs: readonly FileDiff[]): void => {
  for (const { from, to, hunks } of diffs) {
    const path = join(root, to);
    let content = from === '/dev/null' ? '' : readFileSync(path, 'utf8');
    for (const hunk of hunks) {
      const [before, after] = [sideOf(hunk, '-'), sideOf(hunk, '+')];
      if (from !== '/dev/null' && content.split(before).length !== 2) {
        throw new Error(`${to} does not have these lines exactly once:\n${before}`);
      }
      content = from === '/dev/null' ? after : content.replace(before, () => after);
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
};
