import { assertNever } from '#shared/base/assert.ts';
import type { CostTerms } from '#shared/trading/cost-terms.ts';
import { nextPhase } from '#shared/trading/phase.ts';
import { sideSign } from '#shared/trading/side.ts';
import { slippageDraw, slippageOf, type SlippagePurpose } from '#main/fills/slippage.ts';
import { tickAtOrAbove, tickAtOrBelow } from '#main/fills/tick-grid.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { EntrySize } from '#main/risk/size-entry.ts';
import { ownEquity, profitAt } from './account-book.ts';
import { commissionOf, withoutNoise } from './exit-deal.ts';
import { deny } from './deny.ts';
import { seeAmount } from './fall-tracker.ts';
import { judgeIntent, type MarketMoment } from './judge-intent.ts';
import { retireDue } from './lane-due.ts';
import { answerDueAt, askTrader } from './offer-entry.ts';
import type { EntryTicket, LaneState, OpenPosition, RunState } from './run-state.ts';

/**
 * A ticket meets the market: risk is run again at the price of now. Where the market has passed the worst price that was agreed to, the trader is
 * asked again, until the ticket's time is over.
 */
export function fillEntry(run: RunState, lane: LaneState, ticket: EntryTicket, moment: MarketMoment): void {
  const { intent, worstPrice, newsDistanceMs } = ticket;
  const { market } = lane;
  if (moment.atUtcMs >= intent.validUntilUtcMs) return deny(run, lane, 'APPROVAL_EXPIRED');
  const judged = judgeIntent(run, market, { intent, moment, newsDistanceMs, agreedWorstPrice: worstPrice });
  if (!judged.ok) return deny(run, lane, judged.error.code);
  const size = judged.value;
  const isAgreed = Math.abs(size.worstPrice - worstPrice) < market.instrument.tickSize / 2;
  // An answer that takes no time meets this very market: risk would say the same again.
  if (isAgreed || answerDueAt(run, lane, moment.atUtcMs) === moment.atUtcMs)
    return open(run, lane, { intent, size }, moment);
  askTrader(run, lane, ticket, { atUtcMs: moment.atUtcMs, worstPrice: size.worstPrice });
}

/** What a market order or a stop slips by, as a difference of prices. */
export function slippageFor(
  { input }: RunState,
  lane: LaneState,
  slip: { readonly purpose: SlippagePurpose; readonly decidedAtUtcMs: number; readonly spread: number },
): number {
  const { purpose, decidedAtUtcMs, spread } = slip;
  const { slippage } = input.costs;
  const share = shareOf(slippage, purpose);
  if (share === 0 || spread === 0) return 0;
  const draw = slippage.isRandom ? slippageDraw({ seed: input.seed, lane: lane.key, decidedAtUtcMs, purpose }) : null;
  return slippageOf(share, spread, draw);
}

/** By name rather than by key, which is looked up a hundred thousand times. */
function shareOf({ entry, exit, stop }: CostTerms['slippage'], purpose: SlippagePurpose): number {
  switch (purpose) {
    case 'entry':
      return entry;
    case 'exit':
      return exit;
    case 'stop':
      return stop;
    default:
      return assertNever(purpose, 'slippage purpose');
  }
}

function open(
  run: RunState,
  lane: LaneState,
  { intent, size }: { readonly intent: EnterIntent; readonly size: EntrySize },
  moment: MarketMoment,
): void {
  const { market } = lane;
  const { side, decidedAtUtcMs, stop, target } = intent;
  const { volume, riskMoney } = size;
  const { bid, spread, atUtcMs } = moment;
  const sign = sideSign(side);
  const slip = slippageFor(run, lane, { purpose: 'entry', decidedAtUtcMs, spread });
  const quoted = sign > 0 ? bid + spread : bid;
  const openPrice =
    sign > 0 ? tickAtOrAbove(quoted + slip, market.instrument) : tickAtOrBelow(quoted - slip, market.instrument);
  const closing = sign > 0 ? bid : bid + spread;
  const entryCommission = commissionOf({ market, volume });
  const position: OpenPosition = {
    ordinal: ++run.opened,
    lane,
    market,
    side,
    sign,
    volume,
    volumeAsOpened: volume,
    decidedAtUtcMs,
    openedAtUtcMs: atUtcMs,
    openPrice,
    entrySpread: sign > 0 ? spread : 0,
    entrySlippage: withoutNoise(sign * (openPrice - quoted), market),
    entryCommission,
    margin: market.instrument.marginPerLot * volume,
    riskMoney,
    stopAsSent: stop,
    stop,
    target: target ?? NaN,
    exits: null,
    swap: 0,
    profit: 0,
    worst: openPrice,
    best: openPrice,
    rowWorst: closing,
  };
  position.profit = profitAt(position, closing, market.tickValue);
  if (run.positions.length === 0) run.book.inMarketSinceUtcMs = atUtcMs;
  run.positions.push(position);
  market.positions.push(position);
  run.balance += entryCommission;
  run.margin += position.margin;
  run.day.trades += 1;
  takeHold(run, lane, position);
  run.book.filledAtUtcMs = market.now.closeTimeUtcMs;
  noteEntry(run, atUtcMs);
}

function takeHold(run: RunState, lane: LaneState, position: OpenPosition): void {
  const { holding, flat } = lane;
  lane.position = position;
  retireDue(lane);
  lane.phase = nextPhase(lane.phase, { isSetup: false, isEntering: false, isInPosition: true, isExiting: false });
  holding.side = position.side;
  holding.extreme = position.sign > 0 ? -Infinity : Infinity;
  holding.entryPrice = position.openPrice;
  holding.stop = position.stop;
  holding.stopAsSent = position.stopAsSent;
  holding.volume = position.volume;
  holding.isPartClosed = false;
  flat.tradesToday = lane.tradesUntilUtcMs === run.day.endUtcMs ? flat.tradesToday + 1 : 1;
  lane.tradesUntilUtcMs = run.day.endUtcMs;
}

function noteEntry(run: RunState, atUtcMs: number): void {
  const { book } = run;
  const equity = ownEquity(run);
  seeAmount(run.equityFall, equity, atUtcMs);
  seeAmount(run.balanceFall, run.balance, atUtcMs);
  book.peakMarginRatio = Math.max(book.peakMarginRatio, run.margin / equity);
  book.peakOpenRiskRatio = Math.max(book.peakOpenRiskRatio, openRiskOf(run) / equity);
}

/** From opening price to stop, with the commission of both deals, as risk counts it. */
function openRiskOf(run: RunState): number {
  let risk = 0;
  for (const position of run.positions) {
    const atStop = profitAt(position, position.stop, position.market.tickValue);
    risk += Math.max(0, -atStop + 2 * position.market.instrument.commissionPerLotSide * position.volume);
  }
  return risk;
}
