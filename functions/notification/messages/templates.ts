import type { TemplateName } from '../model/domain.ts';

/** Mustache: `{{name}}` is a value of the template's view, `{{#name}}…{{/name}}` is left out where there is none. */
export interface EmailTemplate {
  readonly subject: string;
  readonly text: string;
  /** What is between the head and the footer of the page. Values are escaped. */
  readonly html: string;
}

/** All templates in one language. */
export interface Texts {
  readonly language: string;
  readonly footer: string;
  readonly email: Readonly<Record<TemplateName, EmailTemplate>>;
  /** Those that a rule sends by text message. */
  readonly sms: Readonly<Partial<Record<TemplateName, string>>>;
}
