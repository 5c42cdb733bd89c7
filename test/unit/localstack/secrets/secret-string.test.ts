import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Properties } from '../../../../localstack/properties.ts';
import { generateSecretString } from '../../../../localstack/secrets/secret-string.ts';

const generate = (properties: Record<string, unknown>) => generateSecretString(new Properties(properties));

describe('GenerateSecretString', () => {
  test('by default 32 characters, at least one of each type, no space', () => {
    const password = generate({});
    expect(password).toHaveLength(32);
    for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, /[!-/:-@[-`{-~]/]) expect(password).toMatch(type);
    expect(password).not.toContain(' ');
  });

  test('two are not alike', () => {
    expect(generate({})).not.toBe(generate({}));
  });

  test('the template gets the password under its key', () => {
    const secret = JSON.parse(
      generate({
        SecretStringTemplate: '{"username":"order"}',
        GenerateStringKey: 'password',
        ExcludePunctuation: true,
        PasswordLength: 40,
      }),
    );
    expect(secret).toEqual({ username: 'order', password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
  });

  test('IncludeSpace makes a space a type of its own', () => {
    expect(generate({ IncludeSpace: true })).toContain(' ');
  });

  const excludeAll = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true };

  test.each([
    ['every character is excluded', excludeAll, 'every character'],
    ['the password is too short for its types', { PasswordLength: 3 }, 'PasswordLength 3'],
    ['a template has no key', { SecretStringTemplate: '{}' }, 'GenerateStringKey'],
    ['the template is no object', { SecretStringTemplate: '1', GenerateStringKey: 'k' }, 'JSON object'],
  ])('an error if %s', (_, properties, message) => {
    expect(() => generate(properties)).toThrow(message);
  });

  test('each wish is kept, whatever the combination', () => {
    const wishes = fc.record({
      ExcludeLowercase: fc.boolean(),
      ExcludeUppercase: fc.boolean(),
      ExcludeNumbers: fc.boolean(),
      ExcludePunctuation: fc.boolean(),
      IncludeSpace: fc.constant(true),
      RequireEachIncludedType: fc.boolean(),
      ExcludeCharacters: fc.string({ maxLength: 10 }).map((text) => text.replaceAll(' ', '')),
      PasswordLength: fc.integer({ min: 8, max: 64 }),
    });
    fc.assert(
      fc.property(wishes, (wish) => {
        const password = generate(wish);
        expect(password).toHaveLength(wish.PasswordLength);
        expect([...password].filter((character) => wish.ExcludeCharacters.includes(character))).toEqual([]);
        if (wish.ExcludeLowercase) expect(password).not.toMatch(/[a-z]/);
        if (wish.ExcludeUppercase) expect(password).not.toMatch(/[A-Z]/);
        if (wish.ExcludeNumbers) expect(password).not.toMatch(/[0-9]/);
        if (wish.ExcludePunctuation) expect(password).toMatch(/^[A-Za-z0-9 ]*$/);
        if (wish.RequireEachIncludedType) expect(password).toContain(' ');
      }),
    );
  });
});
