import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Step } from './step.ts';

/** A new version only where the contract itself changed: tick value and margin follow the market and are taken up silently. */
export function applyInstrument(step: Step, instrument: Instrument): void {
  const known = step.state.instruments[instrument.symbol];
  if (known !== undefined && contractOf(known.instrument) === contractOf(instrument)) {
    step.market.instruments.set(instrument.symbol, instrument);
    return;
  }
  step.market.instruments.set(instrument.symbol, instrument);
  step.record({ kind: 'instrumentChanged', instrument, version: (known?.version ?? 0) + 1 });
}

function contractOf(instrument: Instrument): string {
  const { tickValue: _tickValue, marginPerLot: _marginPerLot, ...contract } = instrument;
  return canonicalJson(contract);
}
