/**
 * Refuses private words where the field has a word of its own (`words.ts`), in code, comments and docs.
 *
 *   node test/words/check.ts            fails, naming file, line, word and replacement, where a file has more than recorded
 *   node test/words/check.ts --record   records today's counts, as after a move of files; refuses if their sum has risen
 *
 * `allowed.json` lists the lines in which a word is idiomatic: `{ "<file>": ["<the line, trimmed>"] }`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { repositoryFiles } from '../checks/repository-files.ts';
import { overBaseline, sumOf } from './baseline.ts';
import { type Found, findWords } from './find-words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const baselineFile = new URL('baseline.json', import.meta.url);
const read = (file: URL) => JSON.parse(readFileSync(file, 'utf8'));

const checked = /^(bin|console|docs|findings|functions|lib|localstack|patches|schemas|test)\/|^[^/]+$/;
const kinds = /\.(ts|tsx|mts|mjs|cjs|js|md|sh|yml|yaml|css)$/;
/** Rendered or published, and the lists of the words themselves. */
const exempt = /^(schemas\/(generated|versions)|test\/words|docs\/site)\/|^docs\/glossary\.md$|\/words\.test\.ts$/;

const allowed: Readonly<Record<string, readonly string[]>> = read(new URL('allowed.json', import.meta.url));
const found = new Map<string, readonly Found[]>();
for (const file of repositoryFiles(root) ?? []) {
  if (!checked.test(file) || !kinds.test(file) || exempt.test(file) || !existsSync(`${root}${file}`)) continue;
  const words = findWords(readFileSync(`${root}${file}`, 'utf8'), new Set(allowed[file]));
  if (words.length > 0) found.set(file, words);
}
const counts = Object.fromEntries([...found].map(([file, words]) => [file, words.length]));
const baseline: Readonly<Record<string, number>> = existsSync(baselineFile) ? read(baselineFile) : {};

const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
if (values.record) {
  if (existsSync(baselineFile) && sumOf(counts) > sumOf(baseline)) {
    console.log(`${sumOf(counts)} private words, ${sumOf(baseline)} recorded: the sum may only fall`);
    process.exitCode = 1;
  } else writeFileSync(baselineFile, `${JSON.stringify(counts, null, 2)}\n`);
} else {
  const files = overBaseline(counts, baseline);
  for (const file of files) {
    console.log(`${file}: ${counts[file]} private words, ${baseline[file] ?? 0} recorded`);
    for (const { line, text, word, instead } of found.get(file) ?? [])
      console.log(`  ${file}:${line}: “${word}”: use ${instead}: ${text}`);
  }
  if (files.length > 0) {
    console.log('Files that only moved: node test/words/check.ts --record. Idiomatic lines: test/words/allowed.json.');
    process.exitCode = 1;
  }
}
