import type { Request } from './requests.ts';

/** `Put`, `BatchGet`, …: what a command asks. */
export const verbOf = (command: object): string => command.constructor.name.slice(0, -'Command'.length);

export const requestOf = (command: object): Request => (command as { readonly input: Request }).input;

/** Another command of the same kind. */
export const commandLike = (command: object, input: object): object =>
  new (command.constructor as new (input: object) => object)(input);
