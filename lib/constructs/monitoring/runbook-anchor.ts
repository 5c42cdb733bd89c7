/** Where the runbook of an alarm is, by its heading: as the sites that show Markdown name a heading. */
export const runbookAnchor = (heading: string): string =>
  `docs/runbooks.md#${heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(/\s/g, '-')}`;
