import { type Price, priceLines } from '../../functions/order/model/domain.ts';
import { fieldErrors } from '../../functions/shared/runtime/http/field-errors.ts';
import type { FieldError, PlaceOrderRequest } from '../../schemas/generated/types.ts';
import { validatePlaceOrderRequest } from '../../schemas/generated/validators.js';
import { exampleAddress } from '../client/example-address.ts';
import type { Invoice, LineProblem } from './invoice.ts';
import { allApproved } from './payment-tokens.ts';

export const retailCurrency = 'GBP';

/** The file has no addresses: a customer gets one of the example domain. */
export const orderOfInvoice = ({ customer, lines }: Invoice, payment_token: string): PlaceOrderRequest => {
  const email = exampleAddress(customer);
  return {
    user_id: customer,
    ...(email !== undefined && { email }),
    currency: retailCurrency,
    items: [...lines].map(([sku, { qty }]) => ({ sku, qty })) as PlaceOrderRequest['items'],
    payment_token,
  };
};

const detailOf = (pointer: string, value: unknown, detail: string): string => {
  const field = pointer.split('/').at(-1) ?? '';
  return typeof value === 'string' || typeof value === 'number'
    ? `${field} ${JSON.stringify(value)} ${detail}`
    : `${field} ${detail}`;
};

/** Points at the row of the file that a field of the request came from. */
const lineProblem = (invoice: Invoice, request: PlaceOrderRequest, { pointer, detail }: FieldError): LineProblem => {
  const [, index, field = ''] = /^\/items\/(\d+)(?:\/(\w+))?/.exec(pointer) ?? [];
  if (index === undefined) {
    const value = ({ ...request } as Readonly<Record<string, unknown>>)[pointer.slice(1)];
    return { line: invoice.line, problem: detailOf(pointer, value, detail) };
  }
  const item = request.items[Number(index)];
  const line = invoice.lines.get(item?.sku ?? '')?.line ?? invoice.line;
  return { line, problem: detailOf(pointer, (item as Readonly<Record<string, unknown>> | undefined)?.[field], detail) };
};

/** Problems by the API's validation, prices aside. */
export const requestProblems = (invoice: Invoice): readonly LineProblem[] => {
  const request = orderOfInvoice(invoice, allApproved(0));
  const violations = fieldErrors(validatePlaceOrderRequest(request) ?? [], request);
  return violations.map((error) => lineProblem(invoice, request, error));
};

/** Problems by the API's validation with these prices in the catalogue. */
export const priceProblems = (invoice: Invoice, prices: ReadonlyMap<string, Price>): readonly LineProblem[] => {
  const request = orderOfInvoice(invoice, allApproved(0));
  const priced = priceLines(request, prices);
  return priced.ok ? [] : priced.error.map((error) => lineProblem(invoice, request, error));
};
