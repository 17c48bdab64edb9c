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
  return (
    firstOutside(instrument, aboveZero, isPositive) ??
    firstOutside(instrument, notBelowZero, isZeroOrMore) ??
    firstOutside(quote, prices, isPositive) ??
    firstOutside(intent, levels, isPositive)
  );
}

const aboveZero = ['tickSize', 'tickValue', 'point', 'volumeMin', 'volumeMax', 'volumeStep'] as const;
const notBelowZero = ['marginPerLot', 'commissionPerLotSide', 'stopsLevelPoints', 'volumeLimit'] as const;
const prices = ['bid', 'ask'] as const;
const levels = ['reference', 'stop', 'riskRatio'] as const;

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;
const isZeroOrMore = (value: number): boolean => value === 0 || isPositive(value);

function firstOutside<Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  names: readonly Name[],
  isInside: (value: number) => boolean,
): Fault | null {
  for (const name of names) {
    const value = numbers[name];
    if (isInside(value)) continue;
    const message = `${name} is ${value}, with which no risk can be measured.`;
    return limitFault('VALUE_INVALID', message, { value, limit: 0, name });
  }
  return null;
}
