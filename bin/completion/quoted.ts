/** One word of bash, zsh and fish alike. In single quotes bash and zsh know no escapes, fish knows `\'` and `\\`. */
export const quoted = (text: string, shell: 'posix' | 'fish' = 'posix'): string =>
  shell === 'fish' ? `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : `'${text.replaceAll("'", "'\\''")}'`;

/** Descriptions are one line of a menu. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
