/** A value in DynamoDB's JSON: `{"S": "text"}`, `{"N": "1"}`, … */
export type AttributeValue = Readonly<Record<string, unknown>>;

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** About one byte for two significant digits, and one; one more for a negative number. */
const numberSize = (text: string): number => {
  const digits = text.replace(/[-+.]|[eE].*$/g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Lists and maps cost three bytes, and one for each entry. */
const containerSize = 3;
const entrySize = 1;

const valueSize = (value: AttributeValue): number => {
  const [[type, content] = ['NULL', true]] = Object.entries(value);
  switch (type) {
    case 'S':
      return bytes(content as string);
    case 'N':
      return numberSize(content as string);
    case 'B':
      return Buffer.byteLength(content as string, 'base64');
    case 'SS':
      return sum((content as readonly string[]).map(bytes));
    case 'NS':
      return sum((content as readonly string[]).map(numberSize));
    case 'BS':
      return sum((content as readonly string[]).map((text) => Buffer.byteLength(text, 'base64')));
    case 'L':
      return containerSize + sum((content as readonly AttributeValue[]).map((entry) => entrySize + valueSize(entry)));
    case 'M':
      return (
        containerSize +
        sum(
          Object.entries(content as Readonly<Record<string, AttributeValue>>).map(
            ([name, entry]) => entrySize + bytes(name) + valueSize(entry),
          ),
        )
      );
    default:
      return 1;
  }
};

/**
 * Size of an item in bytes, as DynamoDB counts it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemSize = (item: Readonly<Record<string, AttributeValue>>): number =>
  sum(Object.entries(item).map(([name, value]) => bytes(name) + valueSize(value)));
