/**
 * A whole number that stands for a lane in draws: of its strategy and its symbol (FNV-1a, 32 bits), not of its place in the input, so that a scenario
 * that is run alone slips as it does beside another.
 */
export function laneKey(strategy: string, symbol: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${strategy}:${symbol}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
