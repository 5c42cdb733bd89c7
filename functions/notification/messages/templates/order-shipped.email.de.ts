import type { EmailTemplate } from '../templates.ts';

export const orderShipped: EmailTemplate = {
  subject: 'Ihre Bestellung {{order}} ist unterwegs',
  text: `Ihre Bestellung {{order}} ist unterwegs.
{{#carrier}}
Versand: {{carrier}}
{{/carrier}}
{{#tracking}}
Sendungsnummer: {{tracking}}
{{/tracking}}`,
  html: `<p>Ihre Bestellung {{order}} ist unterwegs.</p>
{{#carrier}}
<p>Versand: {{carrier}}</p>
{{/carrier}}
{{#tracking}}
<p>Sendungsnummer: {{tracking}}</p>
{{/tracking}}`,
};
