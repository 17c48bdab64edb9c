import type { MarketStatement } from './missed-market.ts';

/** What happens on the way of one answer. */
export type HistoryStep =
  | { readonly kind: 'page'; readonly page: MarketStatement }
  /** A page that is counted as sent and does not come. */
  | { readonly kind: 'lose'; readonly page: MarketStatement }
  | { readonly kind: 'rest'; readonly ms: number }
  /** Says that it will be silent for a while, on purpose. */
  | { readonly kind: 'busy'; readonly ms: number }
  /** Ends the answer with a fault. */
  | { readonly kind: 'fail' }
  /** Says nothing any more, to this request and to those behind it. */
  | { readonly kind: 'hang' }
  /** Cuts the line. */
  | { readonly kind: 'drop' };

type Pages = Iterable<MarketStatement>;

/** What the terminal can do with a request for history instead of answering it as it should. */
export const historyDeeds = {
  answered: (pages) => told(pages),
  /** Never answers; a request behind it waits in vain, too. */
  silent: () => [{ kind: 'hang' }],
  failed: () => [{ kind: 'fail' }],
  failedHalfway: (pages) => afterFirst(pages, { kind: 'fail' }),
  /** A page is missing, though it is counted. */
  partial,
  /** Pages in pairs, the later one first. */
  reordered,
  duplicated: function* (pages) {
    for (const page of told(pages)) yield* [page, page];
  },
  late: function* (pages) {
    yield { kind: 'rest', ms: lateMs };
    yield* told(pages);
  },
  busy: function* (pages) {
    yield* [
      { kind: 'busy', ms: 4 * lateMs },
      { kind: 'rest', ms: 2 * lateMs },
    ];
    yield* told(pages);
  },
  dropped: (pages) => afterFirst(pages, { kind: 'drop' }),
} as const satisfies Readonly<Record<string, (pages: Pages) => Iterable<HistoryStep>>>;

export type HistoryDeed = keyof typeof historyDeeds;

export const historyDeedNames = Object.keys(historyDeeds) as readonly HistoryDeed[];

const lateMs = 500;

function* told(pages: Pages): Generator<HistoryStep> {
  for (const page of pages) yield { kind: 'page', page };
}

function* afterFirst(pages: Pages, end: HistoryStep): Generator<HistoryStep> {
  for (const page of pages) {
    yield { kind: 'page', page };
    break;
  }
  yield end;
}

/** The second page is lost, or the first where there is no other. */
function* partial(pages: Pages): Generator<HistoryStep> {
  let index = 0;
  let first: MarketStatement | null = null;
  for (const page of pages) {
    index += 1;
    if (index === 1) {
      first = page;
      continue;
    }
    if (index === 2 && first !== null) yield { kind: 'page', page: first };
    yield { kind: index === 2 ? 'lose' : 'page', page };
  }
  if (index === 1 && first !== null) yield { kind: 'lose', page: first };
}

function* reordered(pages: Pages): Generator<HistoryStep> {
  let held: MarketStatement | null = null;
  for (const page of pages) {
    if (held === null) {
      held = page;
      continue;
    }
    yield* [
      { kind: 'page', page },
      { kind: 'page', page: held },
    ];
    held = null;
  }
  if (held !== null) yield { kind: 'page', page: held };
}
