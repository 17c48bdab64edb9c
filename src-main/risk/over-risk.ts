import type { Instrument } from '#shared/market/instrument.ts';
import { floorToStep } from '#shared/market/instrument-volume.ts';
import type { Position } from '#shared/trading/position.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { money, type Money } from '#shared/units/money.ts';
import { isAboveMoney } from './money-tolerance.ts';
import { lossPerLot } from './loss-per-lot.ts';

/** A fill may cost more than was approved; from this multiple on it is not let pass. */
const overRiskRatio = 1.25;

export interface OverRisk {
  /** From the opening price to the stop as it stands, with commission. */
  readonly riskMoney: Money;
  readonly approvedRiskMoney: Money;
  /** 1.25 × what was approved, which it is above. */
  readonly limitMoney: Money;
  /** The reduction that is ready: with it no more is at risk than was approved. The whole position where the broker takes no smaller rest. */
  readonly reduceBy: Lots;
  readonly keeps: Lots;
}

/**
 * Risk from the fill instead of from the worst price that was judged. Null where it is within the limit, and of a position without a stop: that
 * needs its stop, not another size.
 */
export function overRisk(filled: {
  readonly position: Pick<Position, 'side' | 'volume' | 'openPrice' | 'stop'>;
  readonly instrument: Instrument;
  readonly approvedRiskMoney: Money;
}): OverRisk | null {
  const { position, instrument, approvedRiskMoney } = filled;
  const { side, volume, openPrice: from, stop } = position;
  if (stop === null) return null;
  const riskMoney = money(volume * lossPerLot({ side, from, stop }, instrument));
  const limitMoney = money(approvedRiskMoney * overRiskRatio);
  if (!isAboveMoney(riskMoney, limitMoney)) return null;
  const keeps = volumeKept(volume, approvedRiskMoney / riskMoney, instrument);
  const reduceBy = lots(Number((volume - keeps).toFixed(8)));
  return { riskMoney, approvedRiskMoney, limitMoney, reduceBy, keeps };
}

/** Both what is closed and what is left are volumes that the broker takes. */
function volumeKept(volume: Lots, ratio: number, instrument: Instrument): Lots {
  const { volumeMin } = instrument;
  const fitting = floorToStep(volume * ratio, instrument);
  const kept = volume - fitting < volumeMin ? floorToStep(volume - volumeMin, instrument) : fitting;
  return kept < volumeMin ? lots(0) : kept;
}
