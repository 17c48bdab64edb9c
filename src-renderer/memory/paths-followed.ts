import type { Followed, StateNeighbour } from '#shared/contract/memory.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where bars and ATR lie in a picture of a size. */
export interface Scale {
  readonly x: (bars: number) => number;
  readonly y: (atr: number) => number;
  /** What lies at the upper and at the lower edge. */
  readonly highAtr: number;
  readonly lowAtr: number;
}

/** One scale for all pictures of an answer, so that they can be compared. Time runs by its square root: a walk spreads alike everywhere. */
export function scaleOf(
  neighbours: readonly Pick<StateNeighbour, 'followed'>[],
  { width, height, margin }: { readonly width: number; readonly height: number; readonly margin: number },
): Scale {
  const known = neighbours.flatMap(({ followed }) => followed.flatMap(({ moved }) => moved ?? []));
  const highAtr = Math.max(atrMin, ...known.map((moved) => moved.highAtr));
  const lowAtr = Math.min(-atrMin, ...known.map((moved) => moved.lowAtr));
  const barsMax = Math.max(1, ...neighbours.flatMap(({ followed }) => followed.map(({ bars }) => bars)));
  return {
    x: (bars) => Math.sqrt(bars / barsMax) * width,
    y: (atr) => margin + ((highAtr - atr) / (highAtr - lowAtr)) * (height - 2 * margin),
    highAtr,
    lowAtr,
  };
}

/** A market that hardly moved is drawn as such, not blown up to the picture's height. */
const atrMin = 1;

/** The closes after a state, from the state itself as far as they are known. */
export const closePath = (followed: readonly Followed[], { x, y }: Scale): readonly Point[] => [
  { x: x(0), y: y(0) },
  ...knownOf(followed).map(({ bars, moved }) => ({ x: x(bars), y: y(moved.closeAtr) })),
];

/** The outline of how far it went up and down on the way. */
export function reachOutline(followed: readonly Followed[], { x, y }: Scale): readonly Point[] {
  const known = knownOf(followed);
  const start = { x: x(0), y: y(0) };
  const upper = known.map(({ bars, moved }) => ({ x: x(bars), y: y(moved.highAtr) }));
  const lower = known.map(({ bars, moved }) => ({ x: x(bars), y: y(moved.lowAtr) }));
  return [start, ...upper, ...lower.toReversed()];
}

/** How far it went from its lowest to its highest, in ATR, as far as that is known; null where nothing is. */
export function reachOf(followed: readonly Followed[]): number | null {
  const last = knownOf(followed).at(-1)?.moved;
  return last === undefined ? null : last.highAtr - last.lowAtr;
}

/** For the `points` of an SVG. */
export const pointsText = (points: readonly Point[]): string =>
  points.map(({ x, y }) => `${Number(x.toFixed(1))},${Number(y.toFixed(1))}`).join(' ');

type KnownFollowed = Followed & { readonly moved: NonNullable<Followed['moved']> };

/** Up to the first span that is not known: a line does not jump over what nobody saw. */
function knownOf(followed: readonly Followed[]): readonly KnownFollowed[] {
  const isKnown = (one: Followed): one is KnownFollowed => one.moved !== null;
  const end = followed.findIndex((one) => !isKnown(one));
  return (end === -1 ? followed : followed.slice(0, end)).filter(isKnown);
}
