import { randomInt } from 'node:crypto';
import type { Properties } from '../properties.ts';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = lowercase.toUpperCase();
const numbers = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * The value of `GenerateSecretString`: a password, or with `GenerateStringKey` a password put into the JSON
 * template under that key.
 * @throws {Error} nothing is left to choose from, or the password is too short to hold every type of character.
 */
export function generateSecretString(properties: Properties): string {
  const password = generatePassword(properties);
  const key = properties.optionalString('GenerateStringKey');
  const template = properties.optionalString('SecretStringTemplate');
  if ((key === undefined) !== (template === undefined)) {
    throw new Error('GenerateStringKey and SecretStringTemplate go together');
  }
  if (key === undefined || template === undefined) return password;
  return JSON.stringify({ ...templateObject(template), [key]: password });
}

function generatePassword(properties: Properties): string {
  const excluded = new Set(properties.optionalString('ExcludeCharacters') ?? '');
  const types = [
    properties.boolean('ExcludeLowercase') ? '' : lowercase,
    properties.boolean('ExcludeUppercase') ? '' : uppercase,
    properties.boolean('ExcludeNumbers') ? '' : numbers,
    properties.boolean('ExcludePunctuation') ? '' : punctuation,
    properties.boolean('IncludeSpace') ? ' ' : '',
  ]
    .map((type) => [...type].filter((character) => !excluded.has(character)))
    .filter((type) => type.length > 0);
  const length = properties.number('PasswordLength') ?? 32;
  const required = (properties.boolean('RequireEachIncludedType') ?? true) ? types : [];
  if (types.length === 0) throw new Error('GenerateSecretString excludes every character');
  if (length < Math.max(1, required.length) || length > 4096) {
    throw new Error(
      `GenerateSecretString: PasswordLength ${length} is not between ${Math.max(1, required.length)} and 4096`,
    );
  }
  const all = types.flat();
  const characters = Array.from({ length }, (_, index) => pick(required[index] ?? all));
  return shuffle(characters).join('');
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}

/** Fisher–Yates with secure randomness: the required characters must not be at known places. */
function shuffle(characters: readonly string[]): readonly string[] {
  const shuffled: string[] = [];
  for (const character of characters) shuffled.splice(randomInt(shuffled.length + 1), 0, character);
  return shuffled;
}

function templateObject(template: string): object {
  const value: unknown = JSON.parse(template);
  if (typeof value !== 'object' || value === null) throw new Error('SecretStringTemplate must be a JSON object');
  return value;
}
