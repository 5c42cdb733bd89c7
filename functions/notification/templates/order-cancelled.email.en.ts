import type { EmailTemplate } from '../templates.ts';

export const orderCancelled: EmailTemplate = {
  subject: 'Your order {{order}} is cancelled',
  text: `Your order {{order}} over {{amount}} is cancelled.
Reason: {{reason}}

What you have paid for it is returned.`,
  html: `<p>Your order {{order}} over {{amount}} is cancelled.</p>
<p>Reason: {{reason}}</p>
<p>What you have paid for it is returned.</p>`,
};
