import type { TicketFigures } from '#shared/contract/ticket-figures.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { hoursOfInstrument, nextWeekend } from '#shared/market/market-hours.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { nextMidnight } from '#shared/time/next-midnight.ts';
import type { Account } from '#shared/trading/account.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { fillPrice, sideSign } from '#shared/trading/side.ts';
import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import { money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { LiveMarket } from './live-market.ts';

interface FiguresScene {
  readonly dependencies: Pick<EngineDependencies, 'marketClock' | 'wallClock' | 'brokerClock' | 'limits'>;
  readonly market: Pick<LiveMarket, 'quotes' | 'instruments' | 'account'>;
}

/** What a ticket would do to the account if it were approved now. It decides nothing: approval judges anew. */
export function ticketFigures(ticket: ApprovalTicket, { dependencies, market }: FiguresScene): TicketFigures {
  const { marketClock, wallClock, brokerClock, limits } = dependencies;
  const { symbol, side, volume, riskMoney } = ticket.parameters;
  const quote = market.quotes.get(symbol) ?? null;
  const instrument = market.instruments.get(symbol) ?? null;
  const nowUtcMs = marketClock.nowUtcMs() ?? wallClock.nowUtcMs();
  const spread = quote === null || instrument === null ? null : spreadMoneyPerLot(quote, instrument) * volume;
  const commission = instrument === null ? null : 2 * instrument.commissionPerLotSide * volume;
  return {
    price: quote === null ? null : fillPrice(side, quote),
    driftR: quote === null ? null : driftR(ticket, quote),
    driftLimitR: limits.driftRMax,
    spreadMoney: spread === null ? null : money(spread),
    commissionMoney: commission === null ? null : money(commission),
    costR: spread === null || commission === null ? null : (spread + commission) / riskMoney,
    ...marginAfter({ volume, instrument, account: market.account }),
    smallest: smallestOf(ticket, { instrument, account: market.account }),
    untilRolloverMs: durationMs(nextMidnight(nowUtcMs, brokerClock) - nowUtcMs),
    untilWeekendMs: instrument === null ? null : untilWeekendMs(instrument, nowUtcMs, brokerClock),
    asOfUtcMs: nowUtcMs,
  };
}

const spreadMoneyPerLot = ({ bid, ask }: Quote, { tickSize, tickValue }: Instrument): number =>
  ((ask - bid) / tickSize) * tickValue;

/** As the worst price counts it: from the price of the judgement, in distances of reference and stop. */
function driftR(
  { parameters: { side }, intent: { reference, stop }, quote: judged }: ApprovalTicket,
  now: Quote,
): number {
  return (sideSign(side) * (fillPrice(side, now) - fillPrice(side, judged))) / Math.abs(reference - stop);
}

function marginAfter({
  volume,
  instrument,
  account,
}: {
  readonly volume: number;
  readonly instrument: Instrument | null;
  readonly account: Account | null;
}): Pick<TicketFigures, 'marginLevelAfter' | 'freeMarginAfter'> {
  if (instrument === null || account === null) return { marginLevelAfter: null, freeMarginAfter: null };
  const added = instrument.marginPerLot * volume;
  const margin = account.margin + added;
  return {
    marginLevelAfter: margin > 0 ? (account.equity / margin) * 100 : null,
    freeMarginAfter: money(account.freeMargin - added),
  };
}

function smallestOf(
  { lossPerLot }: ApprovalTicket,
  { instrument, account }: { readonly instrument: Instrument | null; readonly account: Account | null },
): TicketFigures['smallest'] {
  const own = account === null ? 0 : account.equity - account.credit;
  if (instrument === null || own <= 0) return null;
  const riskMoney = money(lossPerLot * instrument.volumeMin);
  return { volume: instrument.volumeMin, riskMoney, riskRatio: Math.max(0, riskMoney / own) };
}

/** Until the symbol closes for longer than a day, by the hours its terminal told; null where it never does. */
function untilWeekendMs(instrument: Instrument, nowUtcMs: UtcMs, clock: BrokerClock): DurationMs | null {
  const weekendUtcMs = nextWeekend(hoursOfInstrument(instrument, { toldAtUtcMs: nowUtcMs, clock }), nowUtcMs);
  return weekendUtcMs === null ? null : durationMs(weekendUtcMs - nowUtcMs);
}
