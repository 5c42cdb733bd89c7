import { Argument, Command } from 'commander';
import { bashCompletion } from '../completion/bash-completion.ts';
import { type CompletedCommand, commandTree } from '../completion/command-tree.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';

const renderings: Readonly<Record<string, (root: CompletedCommand) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** @param program gives the command line as it is once all commands are added. */
export const completionCommand = (program: () => Command): Command =>
  new Command('completion')
    .description('print the completion of commands and options for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(renderings)))
    .addHelpText(
      'after',
      `
  bash   source <(orderstream completion bash)
  zsh    source <(orderstream completion zsh), after compinit
  fish   orderstream completion fish | source
The shell completes \`orderstream\`, not \`npx orderstream\`: \`npm link\` puts it on the path.`,
    )
    .action((shell: string) => {
      process.stdout.write(renderings[shell]?.(commandTree(program())) ?? '');
    });
