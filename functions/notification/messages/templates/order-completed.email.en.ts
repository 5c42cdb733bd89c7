import type { EmailTemplate } from '../templates.ts';

export const orderCompleted: EmailTemplate = {
  subject: 'Your order {{order}} has arrived',
  text: `Your order {{order}} over {{amount}} has arrived. We hope to see you again.`,
  html: `<p>Your order {{order}} over {{amount}} has arrived. We hope to see you again.</p>`,
};
