// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import { describe, expect, it } from 'vitest';
import { referencesOf } from '../../../../localstack/template/references.ts';

describe('references of a value', () => {
  it.each<[title: string, value: unknown, names: readonly string[]]>([
    ['Ref, deep in lists and objects', { a: [{ b: { Ref: 'A' } }] }, ['A']],
    ['both forms of Fn::GetAtt', [{ 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::GetAtt': 'B.Arn' }], ['A', 'B']],
    ['a computed attribute', { 'Fn::GetAtt': ['A', { Ref: 'B' }] }, ['A', 'B']],
    ['Fn::Sub text', { 'Fn::Sub': '${A}-${B.Arn}-${!C}-${AWS::Region}' }, ['A', 'B', 'AWS::Region']],
    ['Fn::Sub variables, which hide names', { 'Fn::Sub': ['${A}-${B}', { A: { Ref: 'C' } }] }, ['B', 'C']],
    ['both branches of Fn::If', { 'Fn::If': ['Yes', { Ref: 'A' }, { Ref: 'B' }] }, ['A', 'B']],
    ['nothing in plain values', { a: 1, b: null, c: 'Ref', d: [true] }, []],
  ])('%s', (_title, value, names) => {
    expect([...referencesOf(value)].sort()).toEqual([...names].sort());
  });
});
