import { describe, expect, test } from 'vitest';
import { secretsResources } from '../../../../localstack/secrets/resources.ts';
import { SecretStore } from '../../../../localstack/secrets/secret-store.ts';

const type = 'AWS::SecretsManager::Secret';

async function create(properties: Record<string, unknown>, state = new Map<string, string>(), logicalId = 'Admin') {
  const store = new SecretStore();
  const provider = secretsResources({ store, state })[type];
  if (!provider) throw new Error(`no provider for ${type}`);
  const context = { stack: 'kafka', logicalId, type, accountId: '000000000000', region: 'eu-west-1' };
  return { store, provider, context, created: await provider(properties, context) };
}

describe('a secret of the template', () => {
  test('has a real ARN, as Ref and Id', async () => {
    const { created } = await create({ Name: 'AmazonMSK_orderstream_dev_order' });
    expect(created.ref).toMatch(
      /^arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_orderstream_dev_order-[a-z0-9]{6}$/,
    );
    expect(created.attributes).toEqual({ Id: created.ref });
  });

  test('keeps its generated value and ARN over restarts', async () => {
    const state = new Map<string, string>();
    const first = await create({ Name: 's', GenerateSecretString: {} }, state);
    const second = await create({ Name: 's', GenerateSecretString: {} }, state);
    expect(second.created).toEqual(first.created);
    expect(second.store.value('s')).toBe(first.store.value('s'));
    const fresh = await create({ Name: 's', GenerateSecretString: {} });
    expect(fresh.store.value('s')).not.toBe(first.store.value('s'));
  });

  test('gets a new value when the wish changes', async () => {
    const state = new Map<string, string>();
    await create({ Name: 's', GenerateSecretString: { PasswordLength: 32 } }, state);
    const { store } = await create({ Name: 's', GenerateSecretString: { PasswordLength: 40 } }, state);
    expect(store.value('s')).toHaveLength(40);
  });

  test('takes a given value, which is not remembered', async () => {
    const state = new Map<string, string>();
    const { store, created } = await create({ SecretString: 'given' }, state);
    expect(store.value(created.ref)).toBe('given');
    expect(state.size).toBe(0);
  });

  test('cannot have a given and a generated value, nor the name of another', async () => {
    await expect(create({ SecretString: 'x', GenerateSecretString: {} })).rejects.toThrow('not both');
    const { provider, context } = await create({ Name: 's' });
    await expect(provider({ Name: 's' }, { ...context, logicalId: 'Other' })).rejects.toThrow('s exists already');
  });
});

test('the store finds by name, ARN and ARN without its ending, and names what it does not find', async () => {
  const { store, created } = await create({ Name: 'a-secret', SecretString: 'v' });
  expect(store.value('a-secret')).toBe('v');
  expect(store.value(created.ref)).toBe('v');
  expect(store.value(created.ref.slice(0, -7))).toBe('v');
  expect(() => store.value('another')).toThrow('no secret another');
});
