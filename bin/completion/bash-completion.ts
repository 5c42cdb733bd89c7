import { allCommands, type CompletedCommand, type Values } from './command-tree.ts';
import { quoted } from './quoted.ts';

const reply = (values: Values): string => {
  if (values === 'files') return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$current"))';
  if (values === 'folders') return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$current"))';
  return `COMPREPLY=($(compgen -W ${quoted(values.join(' '))} -- "$current"))`;
};

const optionCases = ({ path, options }: CompletedCommand): readonly string[] =>
  options.flatMap(({ names, values }) =>
    values === undefined
      ? []
      : [`    ${names.map((name) => quoted(`${path} ${name}`)).join(' | ')}) ${reply(values)}; return ;;`],
  );

const commandCase = ({ path, options, commands, values }: CompletedCommand): readonly string[] => {
  const words = [...commands.map(({ name }) => name), ...options.flatMap(({ names }) => names)];
  const offered = typeof values === 'string' ? words : [...words, ...values];
  const files = typeof values === 'string' ? [`      [[ $current == -* ]] || { ${reply(values)}; return; }`] : [];
  return [`    ${quoted(path)})`, ...files, `      ${reply(offered)} ;;`];
};

/** For bash 4 and later: `source <(orderstream completion bash)`. */
export const bashCompletion = (root: CompletedCommand): string => {
  const commands = allCommands(root);
  const below = commands.filter(({ path }) => path !== root.path);
  const { name } = root;
  return `# Completion of ${name} for bash: source <(${name} completion bash)
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=${name} index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
    ${below.map(({ path }) => quoted(path)).join(' | ')}) command="$command \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$command $previous" in
${commands.flatMap(optionCases).join('\n')}
  esac
  case "$command" in
${commands.flatMap(commandCase).join('\n')}
  esac
}
complete -F _${name} ${name}
`;
};
