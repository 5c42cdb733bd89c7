import type { EmailTemplate } from '../templates.ts';

export const stockOut: EmailTemplate = {
  subject: 'Ausverkauft: {{sku}}',
  text: `Die letzte Einheit von {{sku}} ist reserviert, für Bestellung {{order}}. Weitere Bestellungen werden abgelehnt.`,
  html: `<p>Die letzte Einheit von {{sku}} ist reserviert, für Bestellung {{order}}. Weitere Bestellungen werden abgelehnt.</p>`,
};
