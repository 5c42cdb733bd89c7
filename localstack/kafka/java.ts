import { join } from 'node:path';
import { frugalJava } from '../processes/java-options.ts';
import { spawnOwned } from '../processes/owned-process.ts';

/** Log lines go to standard error with their time; only those for an operator. */
const logging = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
];

const frugal = frugalJava({ initialMb: 40, mostMb: 256, youngMb: 16 });

/**
 * Class data sharing: Kafka's classes mapped into memory, which saves each node a third of its start. Lies beside the jars; an
 * incompatible Java machine ignores it.
 */
export const classArchive = (jars: string): string => join(jars, 'classes.jsa');

/** Uses the existing archive, or records a new one to a file when the program ends by itself. */
export type ClassArchiving = 'use' | { readonly record: string };

/** @param jars folder of Kafka's jars. */
export const javaArguments = (
  jars: string,
  mainClass: string,
  args: readonly string[],
  archiving: ClassArchiving = 'use',
): readonly string[] => [
  ...frugal,
  ...logging,
  archiving === 'use' ? `-XX:SharedArchiveFile=${classArchive(jars)}` : `-XX:ArchiveClassesAtExit=${archiving.record}`,
  '-Xlog:cds=off,cds+dynamic=off,class+path=off',
  '-cp',
  join(jars, '*'),
  mainClass,
  ...args,
];

/**
 * Runs one of Kafka's tools to its end.
 *
 * @throws {Error} naming the tool, with the end of its output, when it fails.
 */
export const runJava = async (jars: string, mainClass: string, args: readonly string[]): Promise<void> => {
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  const tool = spawnOwned({
    name: mainClass,
    command: 'java',
    args: javaArguments(jars, mainClass, args),
    stdio: { onStdout: keep, onStderr: keep },
  });
  const { code, signal } = await tool.exited;
  if (code !== 0) throw new Error(`${mainClass} failed (${signal ?? `exit code ${code}`}):\n${output.trim()}`);
};
