import { InvalidArgumentError, Option } from 'commander';
import { separators, type TextFormat } from '../files/text-format.ts';
import { ampleStock, defaultConcurrency } from '../retail/import-retail.ts';
import { allApproved, gatewayFaults } from '../retail/payment-tokens.ts';

export const dataOption = () =>
  new Option('--data <folder>', 'the data folder of the platform').env('ORDERSTREAM_DATA').default('.orderstream');

export const jsonOption = () => new Option('--json', 'print JSON instead of text').default(false);

/** Read before the set-up, which fetches the version: `bin/up-check.mjs`. */
export const kafkaOption = () =>
  new Option('--kafka <version>', 'version of the Kafka nodes, for instance 4.4.0 (default: the one that MSK offers)');

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

const encoding = (label: string): string => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new InvalidArgumentError('Must be an encoding, for instance utf-8, latin1 or utf-16le.');
  }
};

const separator = (text: string): string => {
  const named = [...separators].find(([, name]) => name === text)?.[0] ?? text;
  if (!/^[^\w\s"]$|^\t$/.test(named)) throw new InvalidArgumentError("Must be one sign, for instance ';', or tab.");
  return named;
};

/** Format of a file of rows. */
export const formatOptions = (): readonly Option[] => [
  new Option('--encoding <name>', 'encoding of the file, for instance latin1').argParser(encoding).default('utf-8'),
  new Option('--separator <sign>', "between the fields of a row: ',' or ';' or tab …")
    .argParser(separator)
    .default(','),
];

/** Settings of an import, in the `import` and the `demo` command alike. */
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
    "cancel the order of each invoice that the file's cancellations take back as a whole; partial returns are refused, by name",
  ).default(false),
  ...formatOptions(),
];

/** Values of `importOptions`, as commander gives them. */
export interface ImportOptionValues extends TextFormat {
  readonly orders?: number;
  readonly stock: number;
  readonly concurrency: number;
  readonly faults?: 'gateway';
  readonly cancellations: boolean;
}

/** The same as settings of an import. */
export const importSettings = ({ orders, stock, concurrency, faults, cancellations }: ImportOptionValues) => ({
  stock,
  concurrency,
  cancellations,
  tokens: faults === 'gateway' ? gatewayFaults : allApproved,
  ...(orders !== undefined && { orders }),
});
