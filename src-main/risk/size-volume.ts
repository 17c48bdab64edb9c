import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { floorToStep } from '#shared/market/instrument-volume.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { isAboveMoney } from './money-tolerance.ts';
import { limitFault } from './limit-fault.ts';

/**
 * What may be used up. Money is in account currency: by the loss at the stop, alone, with all that is open and with what moves together, and
 * by margin. `sideVolume` is in lots: what the broker takes of the symbol's one side.
 */
export interface Budgets {
  readonly riskMoney: number;
  readonly openRiskMoney: number;
  readonly correlatedRiskMoney: number;
  readonly marginMoney: number;
  readonly sideVolume: number;
}

interface Sizing {
  readonly lossPerLot: number;
  readonly budgets: Budgets;
  readonly instrument: Instrument;
}

/**
 * The largest volume on the step that keeps within every budget and the broker's maximum. Where the smallest volume would not, the entry is
 * denied with the code of the first budget in the way; nothing is ever rounded up.
 */
export function sizeVolume(sizing: Sizing): Result<Lots, Fault> {
  const { lossPerLot, budgets, instrument } = sizing;
  const lossMoney = Math.min(budgets.riskMoney, budgets.openRiskMoney, budgets.correlatedRiskMoney);
  const volume = Math.min(
    volumeWithin(lossMoney, lossPerLot, instrument),
    volumeWithin(budgets.marginMoney, instrument.marginPerLot, instrument),
    volumeWithin(budgets.sideVolume, 1, instrument),
  );
  return volume < instrument.volumeMin ? err(tooSmall(sizing)) : ok(lots(volume));
}

/**
 * A step is taken off where flooring forgave more than float noise: what a volume uses is never above the budget. A budget that is used up
 * allows nothing, not even what uses none of it.
 */
function volumeWithin(budget: number, perLot: number, instrument: Instrument): number {
  if (!(budget > 0)) return 0;
  const volume = floorToStep(Math.min(budget / perLot, instrument.volumeMax), instrument);
  return isAboveMoney(volume * perLot, budget) ? floorToStep(volume - instrument.volumeStep, instrument) : volume;
}

interface Cap {
  readonly code: FaultCode;
  readonly what: string;
  readonly perLot: number;
  readonly budget: number;
}

function tooSmall({ lossPerLot, budgets, instrument }: Sizing): Fault {
  const { volumeMin, symbol, marginPerLot } = instrument;
  const { riskMoney, openRiskMoney, correlatedRiskMoney, marginMoney, sideVolume } = budgets;
  const caps: readonly Cap[] = [
    { code: 'VOLUME_BELOW_MIN', what: 'its share of equity', perLot: lossPerLot, budget: riskMoney },
    { code: 'OPEN_RISK_LIMIT', what: 'the limit of open risk', perLot: lossPerLot, budget: openRiskMoney },
    {
      code: 'CORRELATED_RISK_LIMIT',
      what: 'the limit of what moves together',
      perLot: lossPerLot,
      budget: correlatedRiskMoney,
    },
    { code: 'MARGIN_INSUFFICIENT', what: 'the margin left', perLot: marginPerLot, budget: marginMoney },
    { code: 'VOLUME_LIMIT', what: 'the broker’s limit of one side', perLot: 1, budget: sideVolume },
  ];
  const inTheWay = caps.find(({ budget, perLot }) => volumeWithin(budget, perLot, instrument) < volumeMin);
  const { code, what, perLot, budget } = assertDefined(inTheWay, 'a cap below the smallest volume');
  return limitFault(code, `Even the smallest volume of ${symbol}, ${volumeMin} lots, would use more than ${what}.`, {
    value: perLot * volumeMin,
    limit: budget,
    volumeMin,
  });
}
