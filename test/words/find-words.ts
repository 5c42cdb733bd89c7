import { words } from './words.ts';

export interface Found {
  readonly line: number;
  readonly text: string;
  readonly word: string;
  readonly instead: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `look after` is also `lookAfter`, `LookAfter`, `look-after` and `LOOK_AFTER`; `told` is also in `isTold` and not in `toldest`. */
const pattern = (form: string): string => {
  const parts = form.split(' ');
  const camel = parts.map((part, index) => (index === 0 ? part : capital(part))).join('');
  const plain = parts.join('[\\s_-]+');
  return [
    `(?<![A-Za-z])(?:${plain}|${camel})(?![a-z])`,
    `${capital(camel)}(?![a-z])`,
    ...(parts.length > 1 ? [`${capital(plain)}(?![a-z])`, `${parts.map(capital).join('[\\s_-]+')}(?![a-z])`] : []),
    `(?<![A-Za-z])${plain.toUpperCase().replaceAll('\\S', '\\s')}(?![A-Za-z])`,
  ].join('|');
};

const patterns = words.flatMap(({ forms, instead }) =>
  forms.map((form) => ({ form, instead, expression: new RegExp(pattern(form), 'g') })),
);

/** Every private word of a text. `allowed` has lines, trimmed, in which a word is idiomatic. */
export const findWords = (content: string, allowed: ReadonlySet<string> = new Set()): readonly Found[] =>
  content
    .split('\n')
    .flatMap((text, index) =>
      allowed.has(text.trim())
        ? []
        : patterns.flatMap(({ form, instead, expression }) =>
            [...text.matchAll(expression)].map(() => ({ line: index + 1, text: text.trim(), word: form, instead })),
          ),
    );
