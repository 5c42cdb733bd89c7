/** What people wrote, or are: addresses, numbers in E.164, card numbers. */
const personal = /[^\s@"'<>]+@[^\s@"'<>]+|\+\d{7,15}\b|\b\d{12,19}\b/g;

/** The parser quotes the text that it could not read. */
const quoted = /,?\s*(?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON/;

/** Would move the cursor of whoever prints it. */
const control = /\p{Cc}/gu;

/** Text of a record, or about one, as operators may see it on a terminal: nothing personal, and no longer than `most`. */
export const redact = (text: string, most: number): string =>
  text.replace(quoted, ': not valid JSON').replaceAll(personal, '***').replaceAll(control, '\uFFFD').slice(0, most);
