/** GSM 03.38: the alphabet of text messages, one septet each, and those that take two. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('\f^{}\\[~]|€');

/** What one segment holds: septets, or UTF-16 units where a character is not in the alphabet. */
const septetsPerSegment = 160;
const unitsPerSegment = 70;

/** Whether a text is one message, and costs one. */
export const fitsOneSegment = (text: string): boolean => {
  const characters = [...text];
  if (!characters.every((character) => basic.has(character) || extended.has(character)))
    return text.length <= unitsPerSegment;
  const septets = characters.reduce((sum, character) => sum + (extended.has(character) ? 2 : 1), 0);
  return septets <= septetsPerSegment;
};

const ellipsis = '...';

/** Never within a character. Three full stops: the ellipsis is not in the alphabet. */
const shortened = (value: string, length: number): string => {
  const characters = [...value];
  if (characters.length <= length) return value;
  if (length <= ellipsis.length) return characters.slice(0, length).join('');
  return `${characters.slice(0, length - ellipsis.length).join('')}${ellipsis}`;
};

/** Longest values tried, one after the other. */
const lengths = [64, 36, 24, 16, 12, 8, 4, 0];

/**
 * The text with its values as long as one segment lets them be.
 * @throws {RangeError} not even without values: the template is too long.
 */
export const shortMessage = (
  fill: (values: Readonly<Record<string, unknown>>) => string,
  values: Readonly<Record<string, unknown>>,
): string => {
  for (const length of lengths) {
    const cut = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? shortened(value, length) : value,
    ]);
    const text = fill(Object.fromEntries(cut));
    if (fitsOneSegment(text)) return text;
  }
  throw new RangeError('The text does not fit one segment, whatever its values');
};
