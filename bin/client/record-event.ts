import type { Accept } from '../../functions/shared/runtime/idioms/idiom.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The event in a record, as the consumers that accept it read it; none for one that they skip or dead-letter. */
export const recordEvent = <E>(accept: Accept<E>, value: Uint8Array): E | undefined => {
  try {
    const accepted = accept(JSON.parse(utf8.decode(value)));
    return accepted.ok ? accepted.value : undefined;
  } catch {
    return undefined;
  }
};
