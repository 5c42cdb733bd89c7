import type { EmailTemplate } from '../templates.ts';

export const orderCompleted: EmailTemplate = {
  subject: 'Ihre Bestellung {{order}} ist angekommen',
  text: `Ihre Bestellung {{order}} über {{amount}} ist angekommen. Wir freuen uns, Sie wiederzusehen.`,
  html: `<p>Ihre Bestellung {{order}} über {{amount}} ist angekommen. Wir freuen uns, Sie wiederzusehen.</p>`,
};
