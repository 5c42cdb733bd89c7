import { TemplateError } from './template-error.ts';

/** A piece of work that starts when all the others it depends on are done. */
export interface Task {
  readonly dependsOn: ReadonlySet<string>;
  run(): Promise<void>;
}

/**
 * Runs every task after those it depends on, and independent ones at the same time.
 * After a failure no further task is started; the running ones are awaited, so that nothing goes on in the background.
 * @throws {TemplateError} a circle, or a dependency that is not a task; the first error of a task otherwise
 */
export const runInDependencyOrder = async (tasks: ReadonlyMap<string, Task>): Promise<void> => {
  assertRunnable(tasks);
  const failures: unknown[] = [];
  const started = new Map<string, Promise<void>>();
  const start = (name: string, task: Task): Promise<void> => {
    const known = started.get(name);
    if (known !== undefined) return known;
    const dependencies = [...task.dependsOn].flatMap((dependency) => {
      const other = tasks.get(dependency);
      return other === undefined ? [] : [start(dependency, other)];
    });
    const outcome = Promise.all(dependencies)
      .then(() => (failures.length === 0 ? task.run() : undefined))
      .catch((error: unknown) => {
        failures.push(error);
      });
    started.set(name, outcome);
    return outcome;
  };
  await Promise.all([...tasks].map(([name, task]) => start(name, task)));
  if (failures.length > 0) throw failures[0];
};

const assertRunnable = (tasks: ReadonlyMap<string, Task>): void => {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) {
      throw new TemplateError(`circular dependency: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
    }
    const task = tasks.get(name);
    if (task === undefined)
      throw new TemplateError(`${path.at(-1) ?? 'a task'} depends on ${name}, which does not exist`);
    for (const dependency of task.dependsOn) visit(dependency, [...path, name]);
    done.add(name);
  };
  for (const name of tasks.keys()) visit(name, []);
};
