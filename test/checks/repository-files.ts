import { execFileSync } from 'node:child_process';

/**
 * Paths of all files of a checkout that are or may be committed, sorted; ignored ones are none. Undefined where Git does not know the
 * folder.
 */
export const repositoryFiles = (root: string): readonly string[] | undefined => {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...new Set(listed.split('\0').filter((path) => path !== ''))].sort();
  } catch {
    return undefined;
  }
};
