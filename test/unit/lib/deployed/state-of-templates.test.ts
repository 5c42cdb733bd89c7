import { describe, expect, it } from 'vitest';
import { stateOf } from '../../../../lib/deployed/state-of-templates.ts';

type Resources = Parameters<typeof stateOf>[0][number]['template']['Resources'];
const state = (resources: Resources) => stateOf([{ stackName: 'stack', template: { Resources: resources ?? {} } }]);
const base64 = (configs: object) => Buffer.from(JSON.stringify(configs)).toString('base64');

describe('stateOf', () => {
  it('leaves out what can be made again, and stacks of nothing else', () => {
    expect(state({ Log: { Type: 'AWS::Logs::LogGroup' }, Role: { Type: 'AWS::IAM::Role' } })).toEqual({});
    expect(stateOf([{ stackName: 'empty', template: {} }])).toEqual({});
  });

  it('keeps type and what cannot change in place', () => {
    expect(
      state({ Keys: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'keys', Description: 'Keys' } } }),
    ).toEqual({
      stack: { Keys: { type: 'AWS::SecretsManager::Secret', retained: false, fixed: { Name: 'keys' } } },
    });
  });

  it('reads the settings of a topic', () => {
    const Properties = { TopicName: 'orders', PartitionCount: 48, Configs: base64({ 'retention.ms': '1' }) };
    expect(state({ Orders: { Type: 'AWS::MSK::Topic', Properties } })['stack']?.['Orders']?.topic).toEqual({
      name: 'orders',
      partitions: 48,
      configs: { 'retention.ms': '1' },
    });
  });

  it.each([
    ['Retain', 'Retain', true],
    ['RetainExceptOnCreate', 'Retain', true],
    ['Retain', 'Delete', false],
    ['Delete', 'Retain', false],
    ['Snapshot', 'Snapshot', false],
    [undefined, undefined, false],
  ])('calls it retained with policies %s and %s: %s', (DeletionPolicy, UpdateReplacePolicy, retained) => {
    const policies = { ...(DeletionPolicy && { DeletionPolicy }), ...(UpdateReplacePolicy && { UpdateReplacePolicy }) };
    expect(state({ Key: { Type: 'AWS::KMS::Key', ...policies } })['stack']?.['Key']?.retained).toBe(retained);
  });

  it('writes the same text, in whatever order stacks and resources come', () => {
    const key = { Type: 'AWS::KMS::Key' };
    const one = { stackName: 'one', template: { Resources: { A: key, B: key } } };
    const reversed = { stackName: 'one', template: { Resources: { B: key, A: key } } };
    const other = { ...one, stackName: 'other' };
    expect(JSON.stringify(stateOf([other, reversed]))).toBe(JSON.stringify(stateOf([one, other])));
  });
});
