import type { Outcome, Stock } from '../../functions/inventory/model/stock-domain.ts';
import type { StockCheck } from '../../functions/inventory/rebuild/rebuild.ts';

const shown = 5;

const list = (texts: readonly (string | number)[]): string =>
  `${texts.slice(0, shown).join(', ')}${texts.length > shown ? ` and ${texts.length - shown} more` : ''}`;

const stockText = (stock: Stock | undefined): string =>
  stock === undefined
    ? 'no stock'
    : `version ${stock.version}: ${stock.available} available, ${stock.reserved} reserved, ${stock.sold} sold`;

const outcomeText = ({ version, state, qty, owner }: Outcome): string => `${version} ${state} ${qty} of ${owner}`;

/** Reported to an operator before the stock is written, or as the reason why not. */
const notes = ({ rebuilt: { stock, missing, tail, reused, contradictions } }: StockCheck): readonly string[] => [
  ...(missing.length > 0 ? [`outcomes of the versions ${list(missing)} are nowhere`] : []),
  ...(tail === undefined
    ? []
    : [`version ${tail} was reached, and nothing is left after ${stock.version}: --without-tail accepts that`]),
  ...(stock.available < 0
    ? [`${-stock.available} units more were reserved than there are: cancel orders, or find the units`]
    : []),
  ...(stock.reserved < 0 || stock.sold < 0 ? ['less than nothing is reserved or sold'] : []),
  ...(contradictions.length > 0 ? [`other units were available after ${list(contradictions.map(outcomeText))}`] : []),
  ...(reused.length > 0
    ? [`versions were used twice, of which consumers dropped the later outcome: ${list(reused.map(outcomeText))}`]
    : []),
];

/** One SKU whose stock differs from the sum of its outcomes. */
export const checkLines = (check: StockCheck): readonly string[] => {
  const { sku, verdict, read, rebuilt } = check;
  if (verdict === 'same') return [];
  if (verdict === 'moved') return [`${sku}  moved meanwhile: run it again`];
  return [
    `${sku}  ${verdict}`,
    `  the item:     ${stockText(read)}`,
    `  its outcomes: ${stockText(rebuilt.stock)}`,
    ...notes(check).map((note) => `  ${note}`),
  ];
};
