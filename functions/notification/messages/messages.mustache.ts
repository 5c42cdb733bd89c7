import mustache from 'mustache';
import type { Messages } from '../model/ports.ts';
import { shortMessage } from '../model/short-message-domain.ts';
import { german } from './templates/all.de.ts';
import { english } from './templates/all.en.ts';
import type { Texts } from './templates.ts';

const languages = { en: english, de: german } as const satisfies Record<string, Texts>;
export type Locale = keyof typeof languages;

const plain = (template: string, view: object): string => mustache.render(template, view, {}, { escape: String });

/** One line: a line break in a value must not inject another header. */
const line = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

const page = ({ language, footer }: Texts, subject: string, body: string): string =>
  mustache.render(
    '<!doctype html>\n<html lang="{{language}}">\n<head><meta charset="utf-8"><title>{{subject}}</title></head>\n' +
      '<body>\n{{{body}}}\n<p><small>{{footer}}</small></p>\n</body>\n</html>\n',
    { language, footer, subject, body },
  );

/** Renders all templates in one language. Escapes values in HTML, shortens them in text messages. */
export const mustacheMessages = (locale: Locale): Messages => {
  const texts: Texts = languages[locale];
  return {
    render: ({ template, view, address }) => {
      if (address.channel === 'sms') {
        const text = texts.sms[template];
        if (text === undefined) throw new RangeError(`There is no text message ${template}`);
        return { ...address, text: shortMessage((values) => line(plain(text, values)), { ...view }) };
      }
      const { subject: of, text, html } = texts.email[template];
      const subject = line(plain(of, view));
      return {
        ...address,
        subject,
        text: `${plain(text, view)}\n\n${texts.footer}\n`,
        html: page(texts, subject, mustache.render(html, view)),
      };
    },
  };
};
