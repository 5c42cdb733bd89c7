// Also tests lib/documents
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withPollersOfProd } from '../../../../lib/documents/scaling-page.ts';
import { topicNames, topics } from '../../../../schemas/catalogue.ts';

const page = readFileSync(new URL('../../../../docs/scaling.md', import.meta.url), 'utf8');
const row = /^\| `([\w.-]+)` +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|\n/gm;

describe('docs/scaling.md', () => {
  it('has the pollers of prod as the declarations have them', () => {
    expect(withPollersOfProd(page)).toBe(page);
  });

  it('gets a row for each consumer group', () => {
    const rendered = withPollersOfProd(page.replaceAll(row, ''));
    const groups = topicNames.flatMap((topic) => topics[topic].consumers.map(({ group }) => group));
    expect([...rendered.matchAll(row)].map(([, group]) => group)).toEqual(groups);
    expect(rendered).toBe(page);
  });

  it('is refused without its markers', () => {
    expect(() => withPollersOfProd('# Scaling')).toThrow('The page lacks the lines');
  });
});
