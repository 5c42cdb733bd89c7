import type { EmailTemplate } from '../templates.ts';

export const orderPaid: EmailTemplate = {
  subject: 'Your order {{order}} is paid',
  text: `We have received {{amount}} for your order {{order}}. It is on its way to our packers.`,
  html: `<p>We have received {{amount}} for your order {{order}}. It is on its way to our packers.</p>`,
};
