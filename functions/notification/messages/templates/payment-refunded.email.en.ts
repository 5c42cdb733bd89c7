import type { EmailTemplate } from '../templates.ts';

export const paymentRefunded: EmailTemplate = {
  subject: 'Your money for order {{order}} is on its way back',
  text: `We have returned {{amount}} for your order {{order}}. Your bank needs a few days to book it.`,
  html: `<p>We have returned {{amount}} for your order {{order}}. Your bank needs a few days to book it.</p>`,
};
