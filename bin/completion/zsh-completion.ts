import { allCommands, type CompletedCommand, type Values } from './command-tree.ts';
import { oneLine, quoted } from './quoted.ts';

const offer = (values: Values): string => {
  if (values === 'files') return '_files';
  if (values === 'folders') return '_files -/';
  return values.length > 0 ? `compadd -- ${values.map((value) => quoted(value)).join(' ')}` : ':';
};

/** `name:description`, as \`_describe\` reads it. */
const entry = (name: string, description: string): string =>
  quoted(`${name.replaceAll(':', '\\:')}:${oneLine(description)}`);

const optionCases = ({ path, options }: CompletedCommand): readonly string[] =>
  options.flatMap(({ names, values }) =>
    values === undefined
      ? []
      : [`    (${names.map((name) => quoted(`${path} ${name}`)).join('|')}) ${offer(values)}; return ;;`],
  );

const commandCase = ({ path, options, commands, values }: CompletedCommand): readonly string[] => {
  const entries = [
    ...commands.map(({ name, description }) => entry(name, description)),
    ...options.flatMap(({ names, description }) => names.map((name) => entry(name, description))),
  ];
  return [
    `    (${quoted(path)})`,
    ...(values.length > 0 ? [`      ${offer(values)}`] : []),
    `      entries=(${entries.join('\n        ')}) ;;`,
  ];
};

/** For zsh, after `compinit`: `source <(orderstream completion zsh)`, or a file `_orderstream` in `$fpath`. */
export const zshCompletion = (root: CompletedCommand): string => {
  const commands = allCommands(root);
  const below = commands.filter(({ path }) => path !== root.path);
  const { name } = root;
  return `#compdef ${name}
# Completion of ${name} for zsh: source <(${name} completion zsh)
_${name}() {
  local command=${name} word
  local -a entries
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$command $word" in
    (${below.map(({ path }) => quoted(path)).join('|')}) command="$command $word" ;;
    esac
  done
  case "$command \${words[CURRENT-1]}" in
${commands.flatMap(optionCases).join('\n')}
  esac
  case "$command" in
${commands.flatMap(commandCase).join('\n')}
  esac
  _describe -t commands ${name} entries
}
if [[ \${funcstack[1]} == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
};
