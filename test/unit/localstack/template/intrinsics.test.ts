// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noValue, resolve, type Scope } from '../../../../localstack/template/intrinsics.ts';
import { TemplateError } from '../../../../localstack/template/template-error.ts';

const references: Readonly<Record<string, unknown>> = {
  Orders: 'orders-table',
  'AWS::Region': 'eu-west-1',
  'AWS::NoValue': noValue,
  Subnets: ['subnet-1', 'subnet-2'],
};

const scope: Scope = {
  region: 'eu-west-1',
  reference: (name) => {
    if (!Object.hasOwn(references, name)) throw new TemplateError(`no ${name}`);
    return references[name];
  },
  attribute: (logicalId, attribute) => `${logicalId}!${attribute}`,
  importValue: (name) => `imported ${name}`,
  mapping: (map, key, attribute) => `${map}/${key}/${attribute}`,
  condition: (name) => name === 'Yes',
};

const resolved = (value: unknown): unknown => resolve(value, scope);

describe('intrinsic functions', () => {
  it.each<[title: string, value: unknown, expected: unknown]>([
    ['Ref', { Ref: 'Orders' }, 'orders-table'],
    ['Ref of a list', { Ref: 'Subnets' }, ['subnet-1', 'subnet-2']],
    ['Fn::GetAtt of a list', { 'Fn::GetAtt': ['Orders', 'Arn'] }, 'Orders!Arn'],
    ['Fn::GetAtt of a string', { 'Fn::GetAtt': 'Orders.Arn' }, 'Orders!Arn'],
    ['Fn::GetAtt of an attribute with dots', { 'Fn::GetAtt': 'Db.Endpoint.Address' }, 'Db!Endpoint.Address'],
    ['Fn::GetAtt of a computed attribute', { 'Fn::GetAtt': ['Orders', { Ref: 'AWS::Region' }] }, 'Orders!eu-west-1'],
    [
      'Fn::Sub of a string',
      { 'Fn::Sub': 'a-${AWS::Region}-${Orders.Arn}-${Orders}' },
      'a-eu-west-1-Orders!Arn-orders-table',
    ],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${!Orders} is ${Orders}' }, '${Orders} is orders-table'],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': ['${x}/${Orders.y}/${Orders}', { x: { Ref: 'Orders' }, 'Orders.y': 'bound', Orders: 'shadowed' }] },
      'orders-table/bound/shadowed',
    ],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Orders' }, 1, true]] }, 'a-orders-table-1-true'],
    ['Fn::Join of a list reference', { 'Fn::Join': [',', { Ref: 'Subnets' }] }, 'subnet-1,subnet-2'],
    ['Fn::Join without AWS::NoValue', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
    ['Fn::Select', { 'Fn::Select': [1, { Ref: 'Subnets' }] }, 'subnet-2'],
    ['Fn::Select with an index as text', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
    ['Fn::Split', { 'Fn::Split': ['-', { Ref: 'Orders' }] }, ['orders', 'table']],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'Orders' }] }] }, 'table'],
    ['Fn::GetAZs of here', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['Fn::GetAZs of a region', { 'Fn::Select': [0, { 'Fn::GetAZs': 'us-east-1' }] }, 'us-east-1a'],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'x-${AWS::Region}' } }, 'imported x-eu-west-1'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 'Sizes/eu-west-1/small'],
    ['Fn::Base64', { 'Fn::Base64': { Ref: 'Orders' } }, Buffer.from('orders-table').toString('base64')],
    ['Fn::If, true', { 'Fn::If': ['Yes', { Ref: 'Orders' }, { Ref: 'Unknown' }] }, 'orders-table'],
    ['Fn::If, false', { 'Fn::If': ['No', { Ref: 'Unknown' }, 'other'] }, 'other'],
    ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }, true],
    ['Fn::Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    ['Fn::And', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': ['a', 'b'] }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'No' }] }, true],
  ])('%s', (_title, value, expected) => {
    expect(resolved(value)).toEqual(expected);
  });

  it('leaves out a property and a list element that is AWS::NoValue, at any depth', () => {
    const absent = { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] };
    expect(resolved({ a: { b: absent, c: [absent, 1] }, d: absent })).toEqual({ a: { c: [1] } });
  });

  it('does not take a property named Condition for a function', () => {
    const statement = { Condition: { StringEquals: { 'aws:SourceArn': { Ref: 'Orders' } } } };
    expect(resolved(statement)).toEqual({ Condition: { StringEquals: { 'aws:SourceArn': 'orders-table' } } });
  });

  it.each<[title: string, value: unknown, message: RegExp]>([
    ['an unknown function', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, /Fn::Cidr is not supported/],
    ['a malformed Fn::GetAtt', { 'Fn::GetAtt': 'NoDot' }, /Fn::GetAtt cannot take "NoDot"/],
    ['a malformed Fn::Join', { 'Fn::Join': 'a' }, /Fn::Join cannot take "a"/],
    ['joining an object', { 'Fn::Join': ['', [{ a: 1, b: 2 }]] }, /Fn::Join needs a string/],
    ['substituting a list', { 'Fn::Sub': '${Subnets}' }, /Fn::Sub of \$\{Subnets\} needs a string/],
    ['an index out of range', { 'Fn::Select': [2, ['a', 'b']] }, /no element 2/],
    ['a condition that is none', { 'Fn::Not': ['Yes'] }, /Fn::Not needs a condition/],
    ['an unknown name', { a: [{ Ref: 'Missing' }] }, /no Missing/],
    ['a dynamic reference', '{{resolve:ssm:/x}}', /dynamic references are not supported/],
    ['a composed dynamic reference', { 'Fn::Join': ['', ['{{res', 'olve:ssm:/x}}']] }, /dynamic references/],
  ])('refuses %s', (_title, value, message) => {
    expect(() => resolved(value)).toThrow(message);
    expect(() => resolved(value)).toThrow(TemplateError);
  });

  it('gives any value without functions back as it is', () => {
    const key = fc.string({ maxLength: 8 }).filter((name) => !/^(Ref|Condition|Fn::|__proto__)/.test(name));
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('json')), fc.dictionary(key, tie('json'))),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(resolved(value)).toEqual(value);
      }),
    );
  });

  it('joins what it split', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, delimiter) => {
        expect(resolved({ 'Fn::Join': [delimiter, { 'Fn::Split': [delimiter, text] }] })).toBe(text);
      }),
    );
  });
});
