import type { Argument, Command, Option } from 'commander';

/** What completes a value: fixed words, files, folders, or nothing. */
export type Values = readonly string[] | 'files' | 'folders';

interface CompletedOption {
  /** `--data`, or `-h` and `--help`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Absent where the option takes no value. */
  readonly values?: Values;
}

export interface CompletedCommand {
  /** With the commands above it: `orderstream dlq list`. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What completes its arguments. */
  readonly values: Values;
  readonly commands: readonly CompletedCommand[];
}

const valuesNamed = (name: string): Values => {
  if (name === 'folder') return 'folders';
  return name === 'file' || name === 'csv' ? 'files' : [];
};

const optionOf = ({ short, long, description, required, optional, argChoices, flags }: Option): CompletedOption => ({
  names: [short, long].filter((name) => name !== undefined),
  description,
  ...((required || optional) && { values: argChoices ?? valuesNamed(/[<[]([\w-]+)/.exec(flags)?.[1] ?? '') }),
});

/** Of several arguments the first that has any: the completion does not count arguments. */
const valuesOf = (args: readonly Argument[]): Values =>
  args.map((one) => one.argChoices ?? valuesNamed(one.name())).find(({ length }) => length > 0) ?? [];

/** A command as its help shows it, with everything below it. */
export const commandTree = (command: Command, above: readonly string[] = []): CompletedCommand => {
  const help = command.createHelp();
  const path = [...above, command.name()];
  return {
    path: path.join(' '),
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map(optionOf),
    values: valuesOf(command.registeredArguments),
    commands: help.visibleCommands(command).map((one) => commandTree(one, path)),
  };
};

/** A command and everything below it, in the sequence of the help. */
export const allCommands = (command: CompletedCommand): readonly CompletedCommand[] => [
  command,
  ...command.commands.flatMap(allCommands),
];
