import { allCommands, type CompletedCommand, type Values } from './command-tree.ts';
import { oneLine, quoted } from './quoted.ts';

const word = (text: string): string => quoted(text, 'fish');

/** `-x` takes a value and completes no files; `-r` takes one and does. */
const takes = (values: Values | undefined): string => {
  if (values === undefined) return '';
  if (values === 'files') return ' -r -F';
  if (values === 'folders') return ` -x -a ${word('(__fish_complete_directories)')}`;
  return values.length > 0 ? ` -x -a ${word(values.join(' '))}` : ' -x';
};

const named = (name: string): string => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`);

const linesOf =
  (at: (path: string) => string) =>
  ({ path, options, commands, values }: CompletedCommand): readonly string[] => [
    ...commands.map(({ name, description }) => `${at(path)} -a ${word(name)} -d ${word(oneLine(description))}`),
    ...(typeof values === 'string' ? [`${at(path)} -F`] : values.map((value) => `${at(path)} -a ${word(value)}`)),
    ...options.map(
      ({ names, description, values: taken }) =>
        `${at(path)} ${names.map(named).join(' ')}${takes(taken)} -d ${word(oneLine(description))}`,
    ),
  ];

/** For fish: `orderstream completion fish | source`. */
export const fishCompletion = (root: CompletedCommand): string => {
  const commands = allCommands(root);
  const below = commands.filter(({ path }) => path !== root.path);
  const { name } = root;
  const at = (path: string): string => `complete -c ${name} -n ${word(`__${name}_at ${word(path)}`)}`;
  return `# Completion of ${name} for fish: ${name} completion fish | source
function __${name}_at
  set -l command ${name}
  for word in (commandline -opc)[2..-1]
    if contains -- "$command $word" ${below.map(({ path }) => word(path)).join(' ')}
      set command "$command $word"
    end
  end
  test "$command" = "$argv[1]"
end
complete -c ${name} -f
${commands.flatMap(linesOf(at)).join('\n')}
`;
};
