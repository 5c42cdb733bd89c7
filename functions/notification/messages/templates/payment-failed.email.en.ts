import type { EmailTemplate } from '../templates.ts';

export const paymentFailed: EmailTemplate = {
  subject: 'Your payment for order {{order}} failed',
  text: `We could not charge {{amount}} for your order {{order}}.
Reason: {{reason}}

The order has ended. Please place it again with another means of payment.`,
  html: `<p>We could not charge {{amount}} for your order {{order}}.</p>
<p>Reason: {{reason}}</p>
<p>The order has ended. Please place it again with another means of payment.</p>`,
};
