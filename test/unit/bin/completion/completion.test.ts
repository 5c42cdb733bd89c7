import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../../bin/completion/bash-completion.ts';
import { allCommands, commandTree } from '../../../../bin/completion/command-tree.ts';
import { fishCompletion } from '../../../../bin/completion/fish-completion.ts';
import { zshCompletion } from '../../../../bin/completion/zsh-completion.ts';
import { program } from '../../../../bin/orderstream.ts';

const tree = commandTree(program);
const commands = allCommands(tree);
const renderings = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
const shells = Object.keys(renderings) as readonly (keyof typeof renderings)[];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderstream-completion-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shell reads the whole script, and runs none of it. */
const check = (shell: string, script: string): readonly unknown[] => {
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, script);
  const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
  return [status, stderr];
};
const isThere = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;

describe('the commands', () => {
  it('are all that the help lists, with those below them', () => {
    const paths = commands.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['orderstream watch', 'orderstream dlq replay', 'orderstream stock']));
    const declared = (command: Command): number =>
      command.commands.reduce((count, one) => count + declared(one), command.commands.length);
    // Every command, the program itself, and the \`help\` of those that have commands.
    const helps = commands.filter(({ name }) => name === 'help');
    expect(commands.filter(({ name }) => name !== 'help')).toHaveLength(declared(program) + 1);
    expect(helps).toHaveLength(commands.filter((one) => one.commands.length > 0).length);
  });

  it('have their options with what completes their values', () => {
    const up = commands.find(({ path }) => path === 'orderstream up');
    const optionOf = (name: string) => up?.options.find(({ names }) => names.includes(name));
    expect(optionOf('--data')).toMatchObject({ values: 'folders' });
    expect(optionOf('--stage')?.values).toContain('prod');
    expect(optionOf('--port')?.values).toEqual([]);
    expect(optionOf('--fresh')).not.toHaveProperty('values');
    expect(optionOf('-h')?.names).toEqual(['-h', '--help']);
  });

  it('have choices and files as arguments', () => {
    const valuesOf = (path: string) => commands.find((one) => one.path === path)?.values;
    expect(valuesOf('orderstream dlq replay')).toContain('orders.created');
    expect(valuesOf('orderstream completion')).toEqual(shells);
  });
});

describe.each(shells)('the completion for %s', (shell) => {
  const script = renderings[shell](tree);

  it('has every command and every option', () => {
    const missing = commands.flatMap(({ path, name, options }) => {
      const names = options.flatMap((option) => option.names);
      const written = names.map((one) =>
        shell === 'fish' ? one.replace(/^--/, '-l ').replace(/^-(?=\w$)/, '-s ') : one,
      );
      return [name, ...written].filter((one) => !script.includes(one)).map((one) => `${path}: ${one}`);
    });
    expect(missing).toEqual([]);
  });

  it.runIf(isThere(shell))('is accepted by the shell', () => {
    expect(check(shell, script)).toEqual([0, '']);
  });
});

describe('quotes and colons in descriptions and choices', () => {
  const odd = new Command('odd')
    .description("it's odd: \\ and $(touch here)")
    .addOption(new Option('--kind <kind>', "one 'kind': $HOME").choices(["it's", 'b']))
    .addCommand(new Command('be:low').description("a 'quoted' one").addArgument(new Argument('<file>', 'any')));

  it.each(shells.filter(isThere))('are accepted by %s, as they are', (shell) => {
    expect(check(shell, renderings[shell](commandTree(odd)))).toEqual([0, '']);
  });
});

describe('bash', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'offered.bash'), bashCompletion(tree));
    writeFileSync(join(folder, 'orders.csv'), '');
  });

  /** What bash offers for the last word. */
  const offered = (...words: readonly string[]): readonly string[] => {
    const quotedWords = words.map((word) => `'${word}'`).join(' ');
    const asked = `compopt() { :; }; source ./offered.bash; COMP_WORDS=(${quotedWords}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _orderstream; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const answer = execFileSync('bash', ['--norc', '-c', asked], { cwd: folder, encoding: 'utf8' });
    return answer.trim().split('\n');
  };

  it('offers commands, the commands below one, and its options', () => {
    expect(offered('orderstream', 'wat')).toEqual(['watch']);
    expect(offered('orderstream', 'dlq', '')).toEqual(expect.arrayContaining(['list', 'replay', '--help']));
    expect(offered('orderstream', 'watch', '--i')).toEqual(['--interval']);
    // An option and its value before a command are no part of the command.
    expect(offered('orderstream', 'dlq', 'list', '--topic', 'orders.created', '--li')).toEqual(['--limit']);
  });

  it('offers the values of an option, folders, files and choices of an argument', () => {
    expect(offered('orderstream', 'dlq', 'list', '--topic', 'payments')).toEqual(['payments.completed']);
    expect(offered('orderstream', 'import', 'ord')).toEqual(['orders.csv']);
    expect(offered('orderstream', 'up', '--data', 'ord')).toEqual(['']);
    expect(offered('orderstream', 'completion', 'f')).toEqual(['fish']);
    expect(offered('orderstream', 'watch', '--interval', '')).toEqual(['']);
  });
});
