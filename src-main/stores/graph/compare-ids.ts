/**
 * Orders ids by their code points, as databases do whose texts are UTF-8. JavaScript's own order is by UTF-16 units: other for what lies beyond
 * them, such as an emoji in a symbol's name.
 */
export function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
