import type { EmailTemplate } from '../templates.ts';

export const orderReceived: EmailTemplate = {
  subject: 'We have your order {{order}}',
  text: `Thank you for your order.

Order: {{order}}
{{#lines}}
{{qty}} x {{sku}} at {{price}}
{{/lines}}
{{#more}}
and {{more}} more lines
{{/more}}
Total: {{amount}}

We will notify you as soon as it is paid.`,
  html: `<p>Thank you for your order.</p>
<p>Order: <strong>{{order}}</strong></p>
<ul>
{{#lines}}
<li>{{qty}} × {{sku}} at {{price}}</li>
{{/lines}}
{{#more}}
<li>and {{more}} more lines</li>
{{/more}}
</ul>
<p>Total: <strong>{{amount}}</strong></p>
<p>We will notify you as soon as it is paid.</p>`,
};
