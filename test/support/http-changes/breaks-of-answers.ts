import { drop, type HttpChange, placed, problemTypes, schema } from './http-change.ts';

const accepted = 'POST /orders, answer 201 application/json';

/** Breaks in what the API answers, one of each kind. */
export const breaksOfAnswers: readonly HttpChange[] = [
  {
    name: 'a required field of an answer is dropped',
    edit: (d) => drop(schema(d, 'OrderAccepted'), 'amount'),
    breach: `${accepted}: /amount is required by a client, and the API may leave it out`,
  },
  {
    name: 'a required field of an answer becomes optional',
    edit: (d) => schema(d, 'OrderAccepted').required.splice(0, 1),
    breach: `${accepted}: /order_id is required by a client, and the API may leave it out`,
  },
  {
    name: 'a required field within a list of an answer is dropped',
    edit: (d) => drop(schema(d, 'LineItem'), 'unit_price'),
    breach:
      'GET /orders/{id}, answer 200 application/json: /line_items/*/unit_price is required by a client, and the API may leave it out',
  },
  {
    name: 'an optional field of an answer is dropped',
    edit: (d) => Reflect.deleteProperty(schema(d, 'Order').properties, 'shipment'),
    breach: 'GET /orders/{id}, answer 200 application/json: /shipment is gone: a client may read it',
  },
  {
    name: 'a field of an answer has another type',
    edit: (d) => {
      schema(d, 'OrderAccepted').properties.amount = { type: 'string' };
    },
    breach: `${accepted}: /amount a client does not take string, which the API may write`,
  },
  {
    name: 'a field of an answer has one more value',
    edit: (d) => schema(d, 'OrderState').enum.push('ON_HOLD'),
    breach: `${accepted}: /status a client does not take "ON_HOLD", which the API may write`,
  },
  {
    name: 'a field of an answer may be null',
    edit: (d) => {
      schema(d, 'OrderAccepted').properties.currency = { type: ['string', 'null'], pattern: '^[A-Z]{3}$' };
    },
    breach: `${accepted}: /currency a client does not take null, which the API may write`,
  },
  {
    name: 'a field of an answer gets longer',
    edit: (d) => {
      schema(d, 'UserId').maxLength = 256;
    },
    breach:
      'GET /orders/{id}, answer 200 application/json: /user_id "maxLength" is 128 in a client and 256 in the API: it refuses more',
  },
  {
    name: 'the values of a map of an answer have another type',
    edit: (d) => {
      schema(d, 'Health').properties.checks.additionalProperties = { type: 'boolean' };
    },
    breach:
      'GET /health, answer 200 application/json: /checks/* a client takes nothing but "failed", "ok"; the API may write others',
  },
  {
    name: 'a required field of every problem is dropped, within allOf',
    edit: (d) => drop(schema(d, 'Problem'), 'title'),
    breach: 'every problem: /title is required by a client, and the API may leave it out',
  },
  {
    name: 'a type of problem is dropped',
    oasdiffDiffers: 'to it, a value that an answer has no more is no break, and a problem’s type is a value',
    edit: (d) => problemTypes(d, '422').splice(1, 1),
    breach:
      'POST /orders, answer 422 application/problem+json: the problem https://orderstream.dev/problems/idempotency-key-reused is gone: a client relies on it',
  },
  {
    name: 'an error answer is dropped',
    edit: (d) => Reflect.deleteProperty(placed(d).responses, '409'),
    breach: 'POST /orders: the answer 409 is gone: a client relies on it',
  },
  {
    name: 'an answer has another status',
    edit: (d) => {
      const { responses } = placed(d);
      responses['200'] = responses['201'];
      Reflect.deleteProperty(responses, '201');
    },
    breach: 'POST /orders: the answer 201 is gone: a client relies on it',
  },
  {
    name: 'an answer gets another status besides',
    edit: (d) => {
      placed(d).responses['202'] = placed(d).responses['201'];
    },
    breach: 'POST /orders: the answer 202 is not known to a client',
  },
  {
    name: 'an answer has another media type',
    oasdiffDiffers: 'it takes application/hal+json for a narrower application/json',
    edit: (d) => {
      const answer = placed(d).responses['201'];
      answer.content = { 'application/hal+json': answer.content['application/json'] };
    },
    breach: 'POST /orders, answer 201: the media type application/json is gone: a client relies on it',
  },
  {
    name: 'a header of an answer is dropped',
    edit: (d) => Reflect.deleteProperty(placed(d).responses['201'].headers, 'Location'),
    breach: 'POST /orders, answer 201: the header location is gone: a client relies on it',
  },
  {
    name: 'a header of an answer may be absent',
    edit: (d) => {
      d.components.headers.Location.required = false;
    },
    breach: 'POST /orders, answer 201: the header location may be absent: a client relies on it',
  },
];
