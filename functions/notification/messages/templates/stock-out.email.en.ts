import type { EmailTemplate } from '../templates.ts';

export const stockOut: EmailTemplate = {
  subject: 'Out of stock: {{sku}}',
  text: `The last unit of {{sku}} is reserved, for order {{order}}. Further orders of it are rejected.`,
  html: `<p>The last unit of {{sku}} is reserved, for order {{order}}. Further orders of it are rejected.</p>`,
};
