import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/**
 * Zero and non-finite inputs deny. All of them were parsed at their edges; this is the last place before money where a number that slipped
 * through can be stopped, since every comparison with NaN would let it pass.
 */
export function checkNumbers({ account, instrument, intent, quote }: KnownRequest): Fault | null {
  const { equity, credit, balance, margin, freeMargin } = account;
  if (![balance, margin, freeMargin].every(Number.isFinite) || !isPositive(equity - credit)) {
    return limitFault(
      'EQUITY_INVALID',
      `Equity without credit is no amount that could be risked: ${equity - credit}.`,
      {
        value: equity - credit,
        limit: 0,
      },
    );
  }
  const { tickSize, tickValue, point, volumeMin, volumeMax, volumeStep } = instrument;
  const aboveZero = { tickSize, tickValue, point, volumeMin, volumeMax, volumeStep, bid: quote.bid, ask: quote.ask };
  const { marginPerLot, commissionPerLotSide, stopsLevelPoints } = instrument;
  const notBelowZero = { marginPerLot, commissionPerLotSide, stopsLevelPoints };
  return (
    firstOutside(aboveZero, isPositive) ??
    firstOutside(notBelowZero, (value) => value === 0 || isPositive(value)) ??
    firstOutside({ reference: intent.reference, stop: intent.stop, riskRatio: intent.riskRatio }, isPositive)
  );
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

function firstOutside(numbers: Readonly<Record<string, number>>, isInside: (value: number) => boolean): Fault | null {
  for (const [name, value] of Object.entries(numbers)) {
    if (!isInside(value)) {
      return limitFault('VALUE_INVALID', `${name} is ${value}, with which no risk can be measured.`, {
        value,
        limit: 0,
        name,
      });
    }
  }
  return null;
}
