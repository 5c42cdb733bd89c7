/** Holds the version of package.json against the changelog: its newest release is this version, and releases descend. */
import { readFileSync } from 'node:fs';

const heading = /^## \[(?<name>[^\]]+)\](?: - (?<date>\S+))?$/gm;

const descends = (newer: string, older: string): boolean => newer.localeCompare(older, 'en', { numeric: true }) > 0;

/** One line for each fault; none for a changelog that fits. */
export const changelogFaults = (changelog: string, version: string): readonly string[] => {
  const [first, ...releases] = [...changelog.matchAll(heading)].map(({ groups }) => groups ?? {});
  const faults: string[] = [];
  if (first?.['name'] !== 'Unreleased') faults.push('the first section of CHANGELOG.md is not [Unreleased]');
  const newest = releases[0]?.['name'];
  if (newest !== version)
    faults.push(`package.json has version ${version}, the newest release of CHANGELOG.md is ${newest ?? 'absent'}`);
  for (const [index, { name = '', date = '' }] of releases.entries()) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) faults.push(`the release ${name} has no date YYYY-MM-DD`);
    const older = releases[index + 1]?.['name'];
    if (older !== undefined && !descends(name, older)) faults.push(`${name} is not newer than ${older} below it`);
  }
  return faults;
};

if (import.meta.main) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly version: string };
  const faults = [
    ...changelogFaults(readFileSync('CHANGELOG.md', 'utf8'), version),
    ...(locked.version === version ? [] : [`package-lock.json has version ${locked.version}: run npm install`]),
  ];
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
