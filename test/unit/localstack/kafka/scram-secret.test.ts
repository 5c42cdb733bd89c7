import { expect, test } from 'vitest';
import { parseScramSecret } from '../../../../localstack/kafka/scram-secret.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_orderstream_local_order-AbCdEf';

test('reads the user', () => {
  expect(parseScramSecret(arn, '{"username":"order","password":"p","more":1}')).toEqual({
    username: 'order',
    password: 'p',
  });
});

test('a name that Amazon MSK does not take is refused', () => {
  const other = arn.replace('AmazonMSK_', '');
  expect(() => parseScramSecret(other, '{"username":"order","password":"p"}')).toThrow('must start with AmazonMSK_');
});

test.each(['', 'null', '"hidden"', '{"username":"hidden"}', '{"username":"hidden","password":1}'])(
  'a malformed value is refused and redacted: %s',
  (value) => {
    const parse = () => parseScramSecret(arn, value);
    expect(parse).toThrow(arn);
    expect(parse).not.toThrow('hidden');
  },
);
