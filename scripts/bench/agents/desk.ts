import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';

/** A desk of twenty symbols at the close of a bar. */
export const deskSymbols: readonly string[] = Array.from({ length: 20 }, (_, index) =>
  index === 0 ? sampleGold.symbol : `XAUUSD.${String(index).padStart(2, '0')}`,
);

/** What is decided on, and what is looked at above it. */
export const deskTimeframes = ['M15', 'H1'] as const satisfies readonly Timeframe[];

export const deskInstrument = (symbol: string): Instrument => sampleInstrument({ symbol });

/** A Wednesday, in the middle of the trading day. */
export const deskUtcMs: UtcMs = utcMs(Date.UTC(2024, 0, 3, 15));

/** The rules wish to buy on the bar that has just closed. */
export function deskDecision(symbol: string, decisionId: string): SignalDecision {
  const [timeframe] = deskTimeframes;
  const lengthMs = timeframeDurationMs(timeframe);
  return sampleDecision({
    ...{ decisionId, symbol, timeframe, asOfUtcMs: deskUtcMs },
    ...{ barOpenTimeUtcMs: deskUtcMs - lengthMs, validUntilUtcMs: deskUtcMs + lengthMs },
  });
}

export const deskSnapshot: CockpitSnapshot = sampleSnapshot({
  marketUtcMs: deskUtcMs,
  instruments: deskSymbols.map(deskInstrument),
  quotes: deskSymbols.map((symbol) =>
    sampleQuote({ instrument: deskInstrument(symbol), bid: 2000, occurredAtUtcMs: deskUtcMs }),
  ),
  scenarios: deskSymbols.map((symbol) => ({
    ...{ scenario: 'B', symbol, timeframe: deskTimeframes[0], phase: 'setup' },
    decision: deskDecision(symbol, `seen:${symbol}`),
  })),
});
