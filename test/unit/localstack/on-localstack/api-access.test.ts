import { describe, expect, it } from 'vitest';
import { localApiUrl } from '../../../../localstack/on-localstack/api-access.ts';

const target = { endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1' };

describe('the address of a REST API', () => {
  it.each([
    'https://ab12cd.execute-api.eu-west-1.amazonaws.com/v1/',
    'https://ab12cd.execute-api.localhost.localstack.cloud:4566/v1',
  ])('is by path for %s', (url) => {
    expect(localApiUrl(target, url)).toBe('http://127.0.0.1:4566/_aws/execute-api/ab12cd/v1/');
  });

  it.each(['https://example.com/v1/', 'https://ab12cd.execute-api.eu-west-1.amazonaws.com/', ''])(
    'is not made of %j',
    (url) => {
      expect(() => localApiUrl(target, url)).toThrow('not the address of a REST API');
    },
  );
});
