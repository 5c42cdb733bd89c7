import type { TemplateName } from '../model/domain.ts';

/** Mustache: `{{name}}` is a value of the template's view, `{{#name}}…{{/name}}` is omitted if it is absent. */
export interface EmailTemplate {
  readonly subject: string;
  readonly text: string;
  /** The page between head and footer. Values are escaped. */
  readonly html: string;
}

/** All templates in one language. */
export interface Texts {
  readonly language: string;
  readonly footer: string;
  readonly email: Readonly<Record<TemplateName, EmailTemplate>>;
  /** The templates that a rule sends by text message. */
  readonly sms: Readonly<Partial<Record<TemplateName, string>>>;
}
