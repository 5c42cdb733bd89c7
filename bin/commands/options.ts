import { InvalidArgumentError, Option } from 'commander';

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
