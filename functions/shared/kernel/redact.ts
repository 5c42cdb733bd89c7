/** Personal data: e-mail addresses, phone numbers in E.164, card numbers. */
const personal = /[^\s@"'<>]+@[^\s@"'<>]+|\+\d{7,15}\b|\b\d{12,19}\b/g;

/** `JSON.parse` quotes the invalid text. */
const quoted = /,?\s*(?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON/;

/** Control characters would move a terminal's cursor. */
const control = /\p{Cc}/gu;

/** A record's text for an operator's terminal: without personal data, at most `most` characters. */
export const redact = (text: string, most: number): string =>
  text.replace(quoted, ': not valid JSON').replaceAll(personal, '***').replaceAll(control, '\uFFFD').slice(0, most);
