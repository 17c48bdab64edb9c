/** What a person typed as a number, with a point or a comma; null where it is none. A price or a volume has neither sign nor exponent. */
export function readNumber(text: string): number | null {
  const written = text.trim().replace(',', '.');
  const number = /^\d+(\.\d*)?$|^\.\d+$/.test(written) ? Number(written) : NaN;
  return Number.isFinite(number) ? number : null;
}
