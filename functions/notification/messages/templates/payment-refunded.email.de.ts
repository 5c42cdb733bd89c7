import type { EmailTemplate } from '../templates.ts';

export const paymentRefunded: EmailTemplate = {
  subject: 'Ihre Erstattung für Bestellung {{order}}',
  text: `Wir haben {{amount}} für Ihre Bestellung {{order}} erstattet. Ihre Bank bucht den Betrag in einigen Tagen.`,
  html: `<p>Wir haben {{amount}} für Ihre Bestellung {{order}} erstattet. Ihre Bank bucht den Betrag in einigen Tagen.</p>`,
};
