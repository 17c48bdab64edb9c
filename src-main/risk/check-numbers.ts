import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/**
 * Zero and non-finite inputs deny. All of them were parsed at their edges; this is the last place before money where a number that slipped
 * through can be stopped, since every comparison with NaN would let it pass.
 */
export function checkNumbers({ account, instrument, intent, quote }: KnownRequest): Fault | null {
  const { equity, credit, balance, margin, freeMargin } = account;
  if (!Number.isFinite(balance + margin + freeMargin) || !isPositive(equity - credit)) {
    const message = `Equity without credit is no amount that could be risked: ${equity - credit}.`;
    return limitFault('EQUITY_INVALID', message, { value: equity - credit, limit: 0 });
  }
  return areUsable(instrument, quote, intent) ? null : unusable(instrument, quote, intent);
}

type Numbers = readonly [KnownRequest['instrument'], KnownRequest['quote'], KnownRequest['intent']];

/** All at once: a backtest asks this of every entry. The least and the greatest of numbers is NaN where one of them is. */
function areUsable(...[instrument, { bid, ask }, { reference, stop, riskRatio }]: Numbers): boolean {
  const { tickSize, tickValue, point, volumeMin, volumeMax, volumeStep } = instrument;
  const { marginPerLot, commissionPerLotSide, stopsLevelPoints, volumeLimit } = instrument;
  return (
    Math.min(tickSize, tickValue, point, volumeMin, volumeMax, volumeStep) > 0 &&
    Math.max(tickSize, tickValue, point, volumeMin, volumeMax, volumeStep) < Infinity &&
    Math.min(bid, ask, reference, stop, riskRatio) > 0 &&
    Math.max(bid, ask, reference, stop, riskRatio) < Infinity &&
    Math.min(marginPerLot, commissionPerLotSide, stopsLevelPoints, volumeLimit) >= 0 &&
    Math.max(marginPerLot, commissionPerLotSide, stopsLevelPoints, volumeLimit) < Infinity
  );
}

/** The first of them by its name. */
function unusable(...[instrument, { bid, ask }, { reference, stop, riskRatio }]: Numbers): Fault {
  const { tickSize, tickValue, point, volumeMin, volumeMax, volumeStep } = instrument;
  const { marginPerLot, commissionPerLotSide, stopsLevelPoints, volumeLimit } = instrument;
  const ofInstrument = { tickSize, tickValue, point, volumeMin, volumeMax, volumeStep };
  const positive = { ...ofInstrument, bid, ask, reference, stop, riskRatio };
  const zeroOrMore = { marginPerLot, commissionPerLotSide, stopsLevelPoints, volumeLimit };
  const found =
    Object.entries(positive).find(([, value]) => !isPositive(value)) ??
    Object.entries(zeroOrMore).find(([, value]) => value !== 0 && !isPositive(value));
  const [name, value] = assertDefined(found, 'a number that is of no use');
  const message = `${name} is ${value}, with which no risk can be measured.`;
  return limitFault('VALUE_INVALID', message, { value, limit: 0, name });
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;
