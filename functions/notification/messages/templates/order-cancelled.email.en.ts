import type { EmailTemplate } from '../templates.ts';

export const orderCancelled: EmailTemplate = {
  subject: 'Your order {{order}} is cancelled',
  text: `Your order {{order}}{{#amount}} over {{amount}}{{/amount}} is cancelled.
Reason: {{reason}}{{#amount}}

What you have paid for it is returned.{{/amount}}`,
  html: `<p>Your order {{order}}{{#amount}} over {{amount}}{{/amount}} is cancelled.</p>
<p>Reason: {{reason}}</p>{{#amount}}
<p>What you have paid for it is returned.</p>{{/amount}}`,
};
