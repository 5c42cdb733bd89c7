import type { EmailTemplate } from '../templates.ts';

export const orderCancelled: EmailTemplate = {
  subject: 'Ihre Bestellung {{order}} ist storniert',
  text: `Ihre Bestellung {{order}}{{#amount}} über {{amount}}{{/amount}} ist storniert.
Grund: {{reason}}{{#amount}}

Was Sie dafür bezahlt haben, wird erstattet.{{/amount}}`,
  html: `<p>Ihre Bestellung {{order}}{{#amount}} über {{amount}}{{/amount}} ist storniert.</p>
<p>Grund: {{reason}}</p>{{#amount}}
<p>Was Sie dafür bezahlt haben, wird erstattet.</p>{{/amount}}`,
};
