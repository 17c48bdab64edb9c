/** Between which prices a market has traded and may trade. */
export interface Magnitude {
  readonly min: number;
  readonly max: number;
}

/**
 * What one unit was and may be worth in US dollars, wide enough for thirty years back and some ahead, and narrow enough that ten times as much
 * is impossible. A pair's price is one over the other.
 */
const dollars: Readonly<Record<string, Magnitude>> = {
  USD: { min: 1, max: 1 },
  EUR: { min: 0.75, max: 1.7 },
  GBP: { min: 0.95, max: 2.2 },
  AUD: { min: 0.45, max: 1.15 },
  NZD: { min: 0.38, max: 0.95 },
  CAD: { min: 0.58, max: 1.12 },
  CHF: { min: 0.5, max: 1.6 },
  JPY: { min: 0.005, max: 0.0135 },
  SEK: { min: 0.08, max: 0.18 },
  NOK: { min: 0.08, max: 0.21 },
  DKK: { min: 0.11, max: 0.23 },
  PLN: { min: 0.19, max: 0.52 },
  CZK: { min: 0.024, max: 0.072 },
  HUF: { min: 0.0021, max: 0.0072 },
  SGD: { min: 0.5, max: 0.9 },
  HKD: { min: 0.12, max: 0.135 },
  CNH: { min: 0.11, max: 0.18 },
  MXN: { min: 0.035, max: 0.13 },
  ZAR: { min: 0.04, max: 0.25 },
  XAG: { min: 3, max: 200 },
  XAU: { min: 240, max: 12_000 },
  XPT: { min: 300, max: 5_000 },
  XPD: { min: 150, max: 5_000 },
};

/** Names that no share has: a bare ticker (GOLD, DAX, WTI) may be a company's. */
const indices: readonly (readonly [names: RegExp, magnitude: Magnitude])[] = [
  [/^(?:US100|USTEC|NAS100|NASDAQ100|NDX100|NSXUSD)/, { min: 800, max: 80_000 }],
  [/^(?:US500|SP500|SPX500|SPXUSD)/, { min: 300, max: 20_000 }],
  [/^(?:US30|DJ30|WS30|DJI30)/, { min: 2_500, max: 150_000 }],
  [/^(?:GER[34]0|DE[34]0|DAX[34]0)/, { min: 2_000, max: 80_000 }],
  [/^(?:UK100|FTSE100)/, { min: 2_500, max: 30_000 }],
  [/^(?:JP225|JPN225|N225)/, { min: 7_000, max: 150_000 }],
  [/^(?:USOIL|UKOIL|XTIUSD|XBRUSD|WTIUSD|BCOUSD)/, { min: 8, max: 250 }],
];

/** Where the price of a symbol lies, by its name ('EURUSD.pro', 'XAUUSDm', 'US100.cash'); null for a name that says nothing. */
export function knownMagnitude(symbol: string): Magnitude | null {
  const name = symbol.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const [base, quote] = [dollars[name.slice(0, 3)], dollars[name.slice(3, 6)]];
  if (base !== undefined && quote !== undefined) return { min: base.min / quote.max, max: base.max / quote.min };
  return indices.find(([names]) => names.test(name))?.[1] ?? null;
}
