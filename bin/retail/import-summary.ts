import { casePairs, otherAmounts } from './import-lines.ts';
import type { ImportResult } from './import-retail.ts';
import type { RetailImport } from './invoices.ts';

/** The report of a file, as JSON. */
export const fileSummary = ({ rows, catalogue, servicesAlone, refused, priceConflicts }: RetailImport) => ({
  rows,
  skus: catalogue.length,
  skusByCaseAlone: casePairs(catalogue.map(({ sku }) => sku)),
  servicesAlone,
  refused,
  priceConflicts,
});

/** The report of an import, as JSON. */
export const importSummary = (retail: RetailImport, result: ImportResult) => {
  const { accepted, rejected, cancellations, partial, unmatched, plan } = result;
  const refused = cancellations.filter((one) => one.refused !== undefined);
  return {
    orders: {
      submitted: accepted.length + rejected.length,
      accepted: accepted.length,
      replayed: accepted.filter(({ replayed }) => replayed).length,
      rejected: rejected.length,
      notSubmitted: plan.invoices.length - accepted.length - rejected.length,
      /** Their amounts differ from those of their invoices: the catalogue has one price per SKU. */
      atOtherAmounts: otherAmounts(result),
    },
    cancellations: {
      requested: cancellations.length - refused.length,
      refused: refused.length,
      partial: partial.length,
      unmatched: unmatched.length,
    },
    partialReturns: partial.map(({ cancellation, invoice }) => ({
      cancellation: cancellation.number,
      invoice: invoice.number,
    })),
    kept: plan.kept,
    ...fileSummary(retail),
    refused: plan.refused,
  };
};
