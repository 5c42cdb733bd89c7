import type { EmailTemplate } from '../templates.ts';

export const orderReceived: EmailTemplate = {
  subject: 'Ihre Bestellung {{order}} ist eingegangen',
  text: `Vielen Dank für Ihre Bestellung.

Bestellung: {{order}}
{{#lines}}
{{qty}} x {{sku}} zu {{price}}
{{/lines}}
{{#more}}
und {{more}} weitere Positionen
{{/more}}
Summe: {{amount}}

Sie hören von uns, sobald sie bezahlt ist.`,
  html: `<p>Vielen Dank für Ihre Bestellung.</p>
<p>Bestellung: <strong>{{order}}</strong></p>
<ul>
{{#lines}}
<li>{{qty}} × {{sku}} zu {{price}}</li>
{{/lines}}
{{#more}}
<li>und {{more}} weitere Positionen</li>
{{/more}}
</ul>
<p>Summe: <strong>{{amount}}</strong></p>
<p>Sie hören von uns, sobald sie bezahlt ist.</p>`,
};
