import { expect, it } from 'vitest';
import { parseFunctionReference } from '../../../../localstack/lambda/function-reference.ts';

it.each([
  ['intake', 'intake', '$LATEST'],
  ['intake:live', 'intake', 'live'],
  ['000000000000:function:intake', 'intake', '$LATEST'],
  ['arn:aws:lambda:eu-west-1:000000000000:function:intake', 'intake', '$LATEST'],
  ['arn:aws:lambda:eu-west-1:000000000000:function:intake:3', 'intake', '3'],
  ['function', 'function', '$LATEST'],
])('%s names %s with qualifier %s', (text, name, qualifier) => {
  expect(parseFunctionReference(text)).toEqual({ name, qualifier });
});
