import type { EmailTemplate } from '../templates.ts';

export const paymentFailed: EmailTemplate = {
  subject: 'Ihre Zahlung für Bestellung {{order}} ist fehlgeschlagen',
  text: `Wir konnten {{amount}} für Ihre Bestellung {{order}} nicht abbuchen.
Grund: {{reason}}

Die Bestellung ist beendet. Bitte bestellen Sie mit einem anderen Zahlungsmittel erneut.`,
  html: `<p>Wir konnten {{amount}} für Ihre Bestellung {{order}} nicht abbuchen.</p>
<p>Grund: {{reason}}</p>
<p>Die Bestellung ist beendet. Bitte bestellen Sie mit einem anderen Zahlungsmittel erneut.</p>`,
};
