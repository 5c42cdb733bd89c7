import { InvalidArgumentError, Option } from 'commander';
import { ampleStock, defaultConcurrency } from '../retail/import-retail.ts';
import { allApproved, gatewayFaults } from '../retail/payment-tokens.ts';

export const dataOption = () =>
  new Option('--data <folder>', 'the data folder of the platform').env('ORDERSTREAM_DATA').default('.orderstream');

export const jsonOption = () => new Option('--json', 'print JSON instead of text').default(false);

const integer =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Must be a whole number from ${least} to ${most}.`);
    return value;
  };

/** An option whose value is a whole number within bounds. */
export const integerOption = (
  flags: string,
  description: string,
  bounds: { readonly least: number; readonly most: number },
) => new Option(flags, description).argParser(integer(bounds.least, bounds.most));

/** How an import goes, in the `import` and the `demo` command alike. */
export const importOptions = (): readonly Option[] => [
  integerOption('--orders <n>', 'place the first n valid invoices (default: all)', { least: 1, most: 10_000_000 }),
  integerOption('--stock <units>', 'units of each SKU on stock before the first order', {
    least: 0,
    most: 1_000_000_000,
  }).default(ampleStock),
  integerOption('--concurrency <n>', 'orders posted at a time', { least: 1, most: 256 }).default(defaultConcurrency),
  new Option(
    '--faults <where>',
    'gateway: 5 % of the payments declined, 5 % answered too late (half of them charged), 5 % failing at first',
  ).choices(['gateway']),
  new Option(
    '--cancellations',
    "apply the file's cancellations to the newest matching order of their customer",
  ).default(false),
];

/** Values of `importOptions`, as commander gives them. */
export interface ImportOptionValues {
  readonly orders?: number;
  readonly stock: number;
  readonly concurrency: number;
  readonly faults?: 'gateway';
  readonly cancellations: boolean;
}

/** What they mean to an import. */
export const importSettings = ({ orders, stock, concurrency, faults, cancellations }: ImportOptionValues) => ({
  stock,
  concurrency,
  cancellations,
  tokens: faults === 'gateway' ? gatewayFaults : allApproved,
  ...(orders !== undefined && { orders }),
});
