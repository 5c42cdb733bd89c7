import { expect, it } from 'vitest';
import { changelogFaults } from '../../checks/changelog.ts';

const changelog = '# Changelog\n\n## [Unreleased]\n\n## [0.10.0] - 2026-11-30\n\n## [0.9.0] - 2026-11-22\n';

it('accepts a changelog whose newest release is the version', () => {
  expect(changelogFaults(changelog, '0.10.0')).toEqual([]);
});

it.each([
  ['a version without a release', changelog, '0.11.0', 'version 0.11.0'],
  ['a release that is no version yet', changelog, '0.9.0', 'version 0.9.0'],
  ['no unreleased section', changelog.replace('## [Unreleased]\n\n', ''), '0.10.0', 'Unreleased'],
  ['a release without a date', changelog.replace(' - 2026-11-22', ''), '0.10.0', '0.9.0 has no date'],
  ['releases out of order', changelog.replace('0.9.0', '0.10.1'), '0.10.0', 'not newer than 0.10.1'],
  ['an empty file', '', '0.10.0', 'absent'],
])('names %s', (_, text, version, fault) => {
  expect(changelogFaults(text, version).join('\n')).toContain(fault);
});
