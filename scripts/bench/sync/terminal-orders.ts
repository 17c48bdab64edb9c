import type { TerminalNote } from '#main/wiring/simulate-for-cockpit.ts';

/** What the benchmark asks of the terminal's process. */
export type TerminalOrder =
  | { readonly kind: 'connect' }
  /** It goes away; the market passes so many days unheard, in which somebody trades by hand so often; it is ready to connect. */
  | { readonly kind: 'beAway'; readonly days: number; readonly trades: number };

/** What the terminal's process says. */
export type TerminalWord = { readonly kind: 'ready' } | { readonly kind: 'noted'; readonly note: TerminalNote };

export const benchSymbols = ['XAUUSD', 'EURUSD', 'US100'] as const;
