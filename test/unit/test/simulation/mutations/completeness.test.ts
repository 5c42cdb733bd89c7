import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allMutations } from '../../../../simulation/mutations/all-mutations.ts';
import { type Condition, conditionsIn } from '../../../../simulation/mutations/conditions.ts';
import { type Exemption, exemptConditions } from '../../../../simulation/mutations/exempt-conditions.ts';
import { editsOf } from '../../../../simulation/mutations/mutation.ts';

const sources = new Map(globSync('functions/**/*.ts').map((file) => [file, readFileSync(file, 'utf8')]));
const conditions = [...sources].flatMap(([file, source]) => conditionsIn(file, source));

const edits = allMutations.map((mutation) => ({
  file: mutation.file,
  edits: editsOf(sources.get(mutation.file) ?? '', mutation),
}));

const hasRow = (condition: Condition): boolean =>
  edits.some(
    (mutation) =>
      mutation.file === condition.file &&
      mutation.edits.some(({ from, until }) => from < condition.until && condition.from < until),
  );

const exempts = ({ file, text }: Exemption, condition: Condition): boolean =>
  condition.file === file && condition.text.replace(/\s+/g, ' ').startsWith(text);

const isExempt = (condition: Condition): boolean => exemptConditions.some((exemption) => exempts(exemption, condition));

describe('conditions of the code', () => {
  it('has found them', () => {
    expect(conditions.length).toBeGreaterThan(50);
  });

  it('each has a mutation that takes it away, or a reason to have none', () => {
    const missing = conditions.filter((condition) => !hasRow(condition) && !isExempt(condition));
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('none has both', () => {
    const both = conditions.filter((condition) => hasRow(condition) && isExempt(condition));
    expect(both.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('each reason is one of a condition that is there', () => {
    const stale = exemptConditions.filter(
      (exemption) => !conditions.some((condition) => exempts(exemption, condition)),
    );
    expect(stale).toEqual([]);
  });
});

describe('conditionsIn', () => {
  const textsIn = (source: string) => conditionsIn('some.ts', source).map(({ text }) => text);

  it.each([
    [
      `put({ ConditionExpression: 'attribute_not_exists(id) OR seen < :now' })`,
      ['attribute_not_exists(id)', 'seen < :now'],
    ],
    [`const one = \`#status IN (\${all})\`;`, ['#status IN (']],
    [`update('SET first_at = if_not_exists(first_at, :now)')`, ['if_not_exists(first_at, :now)']],
    ['statement(`UPDATE t SET a = ? WHERE b = ?`)', ['WHERE b = ?`']],
    ['statement(`INSERT INTO t VALUE {}`)', ['INSERT INTO']],
    ['get({ Key, ConsistentRead: true })', ['{ Key, ConsistentRead: true }']],
    [`derive('thing', name)`, [`derive('thing', name)`]],
    [
      `\`(attribute_not_exists(#f\${index}) OR #f\${index} < :f\${index})\``,
      [`attribute_not_exists(#f\${index})`, `#f\${index} < :f`],
    ],
    [`query({ KeyConditionExpression: 'id = :id' })`, []],
    [`update('SET one = :one REMOVE two')`, []],
    ['get({ ConsistentRead: false })', []],
  ])('finds the conditions of %s', (source, expected) => {
    expect(textsIn(source)).toEqual(expected);
  });
});
