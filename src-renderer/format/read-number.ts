/** What a person typed as a number, with a point or a comma; null where it is none. A price or a volume has neither sign nor exponent. */
export function readNumber(text: string): number | null {
  const written = text.trim().replace(',', '.');
  return /^\d+(\.\d*)?$|^\.\d+$/.test(written) ? Number(written) : null;
}
