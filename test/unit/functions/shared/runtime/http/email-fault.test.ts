import { describe, expect, it } from 'vitest';
import { emailFault } from '../../../../../../functions/shared/runtime/http/email-fault.ts';

describe('an e-mail address', () => {
  it.each(['ada@example.com', 'ada.lovelace+orders@mail.example.co.uk', 'ada@xn--bcher-kva.example'])(
    '%s has no fault',
    (address) => {
      expect(emailFault(address)).toBeUndefined();
    },
  );

  it.each([
    ['ada..lovelace@example.com', /two dots in a row/],
    ['ada@example..com', /two dots in a row/],
    ['.ada@example.com', /dot at the start or the end/],
    ['ada.@example.com', /dot at the start or the end/],
    ['ada@bücher.example', /internationalised domain.*ada@xn--bcher-kva\.example$/],
    ['adä@example.com', /letters beyond ASCII before the @/],
    ['example.com', /no e-mail address, for example/],
    ['@example.com', /no e-mail address, for example/],
    ['ada@', /no e-mail address, for example/],
  ])('%s has a human-readable fault', (address, fault) => {
    expect(emailFault(address)).toMatch(fault);
  });
});
