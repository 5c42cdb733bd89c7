import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Lines of JSON, appended to a file, each with its time. */
export interface LogFile {
  write(line: object): void;
  /** Resolves when the lines so far can be read. */
  flush(): Promise<void>;
  /** Resolves when every line is written. */
  close(): Promise<void>;
}

export const openLogFile = (path: string): LogFile => {
  const stream = createWriteStream(path, { flags: 'a' });
  // A full disk must not end the platform: the log has a gap then.
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      if (stream.writable) stream.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
    },
    flush: () => new Promise((resolve) => stream.write('', () => resolve())),
    close: async () => {
      stream.end();
      await finished(stream).catch(() => undefined);
    },
  };
};

/** An error as a log line shows it. */
export const problemLine = (problem: unknown): { readonly error: string } => ({
  error: problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem),
});
