import type { EmailTemplate } from '../templates.ts';

export const orderShipped: EmailTemplate = {
  subject: 'Your order {{order}} is on its way',
  text: `Your order {{order}} is on its way.
{{#carrier}}
Carrier: {{carrier}}
{{/carrier}}
{{#tracking}}
Tracking number: {{tracking}}
{{/tracking}}`,
  html: `<p>Your order {{order}} is on its way.</p>
{{#carrier}}
<p>Carrier: {{carrier}}</p>
{{/carrier}}
{{#tracking}}
<p>Tracking number: {{tracking}}</p>
{{/tracking}}`,
};
