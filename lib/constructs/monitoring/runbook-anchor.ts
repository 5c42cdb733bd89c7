/** Link to an alarm's runbook, by its heading: the anchor that Markdown sites derive. */
export const runbookAnchor = (heading: string): string =>
  `docs/runbooks.md#${heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(/\s/g, '-')}`;
