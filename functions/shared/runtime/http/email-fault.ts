import { domainToASCII } from 'node:url';

const beyondAscii = /[^\p{ASCII}]/u;

/** The reason, for an API client, why a text is no deliverable e-mail address; undefined if it is one. */
export const emailFault = (address: string): string | undefined => {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || domain === '') return 'is no e-mail address, for example ada@example.com';
  if (beyondAscii.test(local)) return 'has letters beyond ASCII before the @, which not every mail server takes';
  if (local.startsWith('.') || local.endsWith('.')) return 'has a dot at the start or the end of what is before the @';
  if (address.includes('..')) return 'has two dots in a row';
  if (!beyondAscii.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  return ascii === ''
    ? 'has a domain that is none, for example ada@example.com'
    : `has an internationalised domain: send it in its ASCII form, ${local}@${ascii}`;
};
