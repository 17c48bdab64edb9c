/**
 * The bid at a share (0 to 1) of a row's time, by the way that `barPath` takes: open, the extreme nearer to the open, the other one, close at 0,
 * ¼, ¾ and 1, straight between them. Not on the tick grid.
 */
export function bidAt(share: number, open: number, high: number, low: number, close: number): number {
  if (share <= 0) return open;
  if (share >= 1) return close;
  const isLowFirst = open - low <= high - open;
  const near = isLowFirst ? low : high;
  const far = isLowFirst ? high : low;
  if (share < 0.25) return open + (near - open) * share * 4;
  if (share < 0.75) return near + (far - near) * (share - 0.25) * 2;
  return far + (close - far) * (share - 0.75) * 4;
}

/** The highest bid on the way from one share of a row's time to another. */
export function highestBid(from: number, to: number, open: number, high: number, low: number, close: number): number {
  const isHighOnTheWay = isBetween(open - low <= high - open ? 0.75 : 0.25, from, to);
  return isHighOnTheWay ? high : Math.max(bidAt(from, open, high, low, close), bidAt(to, open, high, low, close));
}

/** The lowest bid on the way from one share of a row's time to another. */
export function lowestBid(from: number, to: number, open: number, high: number, low: number, close: number): number {
  const isLowOnTheWay = isBetween(open - low <= high - open ? 0.25 : 0.75, from, to);
  return isLowOnTheWay ? low : Math.min(bidAt(from, open, high, low, close), bidAt(to, open, high, low, close));
}

const isBetween = (share: number, from: number, to: number): boolean => from <= share && share <= to;
