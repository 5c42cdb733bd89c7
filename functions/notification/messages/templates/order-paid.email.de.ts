import type { EmailTemplate } from '../templates.ts';

export const orderPaid: EmailTemplate = {
  subject: 'Ihre Bestellung {{order}} ist bezahlt',
  text: `Wir haben {{amount}} für Ihre Bestellung {{order}} erhalten. Sie wird nun gepackt.`,
  html: `<p>Wir haben {{amount}} für Ihre Bestellung {{order}} erhalten. Sie wird nun gepackt.</p>`,
};
