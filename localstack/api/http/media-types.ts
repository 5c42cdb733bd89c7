/**
 * Whether a media type is one of an API's `binaryMediaTypes`: the same type, `type/*`, or `*` for both parts. A pattern
 * `*` + `/subtype` matches nothing but itself (rest-api-rules A15, C7).
 */
export function isBinary(mediaType: string, binaryMediaTypes: readonly string[]): boolean {
  const type = bare(mediaType);
  return binaryMediaTypes.some((pattern) => {
    const wanted = bare(pattern);
    if (wanted === '*/*' || wanted === type) return true;
    return wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1));
  });
}

/** A media type without parameters, in lower case; of a list, the first. */
export function bare(mediaType: string): string {
  return (mediaType.split(/[,;]/, 1)[0] ?? '').trim().toLowerCase();
}
