import type { EmailTemplate } from '../templates.ts';

export const orderCancelled: EmailTemplate = {
  subject: 'Ihre Bestellung {{order}} ist storniert',
  text: `Ihre Bestellung {{order}} über {{amount}} ist storniert.
Grund: {{reason}}

Was Sie dafür bezahlt haben, wird erstattet.`,
  html: `<p>Ihre Bestellung {{order}} über {{amount}} ist storniert.</p>
<p>Grund: {{reason}}</p>
<p>Was Sie dafür bezahlt haben, wird erstattet.</p>`,
};
