import { type OwnedProcess, spawnOwned } from '../processes/owned-process.ts';
import type { Account, FunctionDefinition } from './function-definition.ts';
import { LineSplitter } from './function-log.ts';
import { type EnvironmentIdentity, processArguments, processEnvironment } from './process-environment.ts';

export interface RuntimeProcessSpec extends EnvironmentIdentity {
  readonly definition: FunctionDefinition;
  readonly account: Account;
  /** Variables that this platform adds to the function's own. */
  readonly platformVariables: Readonly<Record<string, string>>;
  /** Scheduling priority: 0, or more for a process that gives way. */
  readonly priority: number;
  /** One line of the function's output, on either stream. */
  onLine(line: string): void;
}

/** Starts Node with the runtime client and the function's code. */
export const startRuntimeProcess = (spec: RuntimeProcessSpec): OwnedProcess => {
  const { definition, account, platformVariables, onLine } = spec;
  const stdout = new LineSplitter();
  const stderr = new LineSplitter();
  const child = spawnOwned({
    name: `function ${definition.name}`,
    command: process.execPath,
    args: processArguments(definition),
    cwd: spec.taskRoot,
    priority: spec.priority,
    env: processEnvironment(definition, account, spec, platformVariables),
    stdio: {
      onStdout: (chunk) => stdout.push(chunk).forEach(onLine),
      onStderr: (chunk) => stderr.push(chunk).forEach(onLine),
    },
  });
  const printed = child.exited.then((exit) => {
    for (const splitter of [stdout, stderr]) splitter.end().forEach(onLine);
    return exit;
  });
  return { ...child, exited: printed };
};
