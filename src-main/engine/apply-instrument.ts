import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { Step } from './step.ts';

/** A new version only where the contract itself changed: tick value, margin and the rates of swap follow the market and are taken up silently. */
export function applyInstrument(step: Step, instrument: Instrument): void {
  step.market.instruments.set(instrument.symbol, instrument);
  recallQuote(step, instrument.symbol);
  const known = step.state.instruments[instrument.symbol];
  if (known !== undefined && contractOf(known.instrument) === contractOf(instrument)) return;
  step.record({ kind: 'instrumentChanged', instrument, version: (known?.version ?? 0) + 1 });
}

function contractOf(instrument: Instrument): string {
  const { tickValue: _tickValue, marginPerLot: _marginPerLot, swap, ...contract } = instrument;
  const { mode, multipliers } = swap;
  return canonicalJson({ ...contract, swap: { mode, multipliers } });
}

/** After a restart the last stored tick stands in for the quote until the next one comes; its age is judged like any other's. */
function recallQuote(step: Step, symbol: string): void {
  if (step.market.quotes.has(symbol)) return;
  const [quote] = step.dependencies.ticks.read({ symbol, beforeUtcMs: endOfTimeUtcMs, limit: 1 });
  if (quote === undefined) return;
  step.market.quotes.set(symbol, quote);
  step.show({ kind: 'quoteChanged', quote });
}
