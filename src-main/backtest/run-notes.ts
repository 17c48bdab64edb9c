import { assertDefined } from '#shared/base/assert.ts';
import type { RunNote } from '#shared/contract/backtest.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { numberAt as at } from '#main/features/columns.ts';
import { smallestEquity } from '#main/risk/smallest-equity.ts';
import { decisionCodes } from '#main/strategies/decision-code.ts';
import { flatState } from '#main/strategies/strategy-state.ts';
import { countBelow } from './data/stretch.ts';
import type { RunInput, RunLane } from './run-input.ts';
import type { RunOutput } from './run-output.ts';

/** What a reader has to know of a run that its figures do not say: what kept it from trading. */
export const runNotes = (input: RunInput, output: RunOutput): readonly RunNote[] => [
  ...lockNote(input, output),
  ...((output.deniedByCode.VOLUME_BELOW_MIN ?? 0) > 0 ? input.lanes.flatMap((lane) => smallNote(input, lane)) : []),
];

function lockNote({ limits }: RunInput, { trades, deniedByCode }: RunOutput): readonly RunNote[] {
  const denied = deniedByCode.DRAWDOWN_LIMIT ?? 0;
  if (denied === 0) return [];
  const last = trades.reduce((latest, { openedAtUtcMs }) => Math.max(latest, openedAtUtcMs), -Infinity);
  const since = trades.length === 0 ? 'No trade was opened.' : `The last trade was opened on ${day(last)}.`;
  const message =
    `The lock on the drawdown (${(limits.drawdownRatioMax * 100).toFixed(0)} %) denied ${denied === 1 ? 'an entry' : `${denied} entries`}. ${since} ` +
    'What the rules would have done after it is not in these figures.';
  return [{ code: 'DRAWDOWN_LOCK', symbol: null, message }];
}

/** The equity from which on a lane's usual entry can be traded at all. */
function smallNote(input: RunInput, lane: RunLane): readonly RunNote[] {
  const { instrument: terms, fills, marginRatio } = assertDefined(input.markets[lane.market], 'the market of a lane');
  const stops = stopDistances(input, { lane, instrument: terms });
  const stopDistance = stops[(stops.length - 1) >> 1];
  if (stopDistance === undefined) return [];
  const last = fills.length - 1;
  const tickValue = typeof fills.tickValue === 'number' ? fills.tickValue : at(fills.tickValue, last);
  const notional = (at(fills.close, last) / terms.tickSize) * tickValue;
  const marginPerLot = marginRatio === undefined ? terms.marginPerLot : marginRatio * notional;
  const instrument = { ...terms, tickValue, marginPerLot };
  const { riskRatio } = lane.parameters;
  const { equity, smallestMoney } = smallestEquity(
    { instrument, stopDistance, spread: at(fills.spread, last), riskRatio },
    input.limits,
  );
  const { symbol, volumeMin } = terms;
  const message =
    `Strategy ${lane.strategy} on ${symbol}: ${volumeMin} lots lose ${smallestMoney.toFixed(2)} at its usual stop, so that it trades from an equity of ` +
    `about ${Math.ceil(equity)} ${input.account.currency} on. With less its entries are denied, never rounded up.`;
  return [{ code: 'EQUITY_SMALL', symbol, message }];
}

/** From the reference to the stop of every entry that the rules ask of a flat book, in order of size. */
function stopDistances(
  { fromUtcMs, toUtcMs }: RunInput,
  { lane, instrument }: { readonly lane: RunLane; readonly instrument: Instrument },
): Float64Array {
  const { closeTimeUtcMs, decider } = lane;
  const distances: number[] = [];
  const end = countBelow(closeTimeUtcMs, toUtcMs);
  for (let index = countBelow(closeTimeUtcMs, fromUtcMs); index < end; index++) {
    const code = decider.decide(index, flatState);
    if (code !== decisionCodes.enterBuy && code !== decisionCodes.enterSell) continue;
    const signal = decider.signal(index, { code, state: flatState, instrument });
    if (signal.kind === 'enter') distances.push(Math.abs(signal.reference - signal.stop));
  }
  return Float64Array.from(distances).sort();
}

const day = (atUtcMs: number): string => new Date(atUtcMs).toISOString().slice(0, 10);
