/** GSM 03.38: the alphabet of text messages, one septet per character, and its extension with two. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('\f^{}\\[~]|€');

/** Size of a segment: in septets, or in UTF-16 units if a character is not in the alphabet. */
const septetsPerSegment = 160;
const unitsPerSegment = 70;

/** Whether a text is sent and billed as one message. */
export const fitsOneSegment = (text: string): boolean => {
  const characters = [...text];
  if (!characters.every((character) => basic.has(character) || extended.has(character)))
    return text.length <= unitsPerSegment;
  const septets = characters.reduce((sum, character) => sum + (extended.has(character) ? 2 : 1), 0);
  return septets <= septetsPerSegment;
};

const ellipsis = '...';

/** Never splits a character. Three full stops, because the ellipsis is not in the alphabet. */
const shortened = (value: string, length: number): string => {
  const characters = [...value];
  if (characters.length <= length) return value;
  if (length <= ellipsis.length) return characters.slice(0, length).join('');
  return `${characters.slice(0, length - ellipsis.length).join('')}${ellipsis}`;
};

/** Maximum value lengths to try, in this order. */
const lengths = [64, 36, 24, 16, 12, 8, 4, 0];

/**
 * The text with values shortened to fit one segment.
 * @throws {RangeError} the template is too long even without values.
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
