import type { Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { floorToStep } from '#shared/market/instrument-volume.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { isAboveMoney } from './money-tolerance.ts';
import { limitFault } from './limit-fault.ts';

/** Amounts in account currency that may be used up: by the loss at the stop, alone and with all that is open, and by margin. */
export interface Budgets {
  readonly riskMoney: number;
  readonly openRiskMoney: number;
  readonly marginMoney: number;
}

/**
 * The largest volume on the step that keeps within every budget and the broker's maximum. Where the smallest volume would not, the entry is
 * denied with the code of the budget in the way; nothing is ever rounded up.
 */
export function sizeVolume(sizing: {
  readonly lossPerLot: number;
  readonly budgets: Budgets;
  readonly instrument: Instrument;
}): Result<Lots, Fault> {
  const { lossPerLot, budgets, instrument } = sizing;
  let volume = floorToStep(instrument.volumeMax, instrument);
  for (const cap of capsOf(lossPerLot, budgets, instrument)) {
    const within = volumeWithin(cap, instrument);
    if (within < instrument.volumeMin) return err(tooSmall(cap, instrument));
    if (within < volume) volume = within;
  }
  return ok(volume);
}

interface Cap {
  readonly code: FaultCode;
  readonly what: string;
  readonly perLot: number;
  readonly budget: number;
}

const capsOf = (lossPerLot: number, budgets: Budgets, { marginPerLot }: Instrument): readonly Cap[] => [
  { code: 'VOLUME_BELOW_MIN', what: 'its share of equity', perLot: lossPerLot, budget: budgets.riskMoney },
  { code: 'OPEN_RISK_LIMIT', what: 'the limit of open risk', perLot: lossPerLot, budget: budgets.openRiskMoney },
  { code: 'MARGIN_INSUFFICIENT', what: 'the margin left', perLot: marginPerLot, budget: budgets.marginMoney },
];

/**
 * A step is taken off where flooring forgave more than float noise: what a volume uses is never above the budget. A budget that is used up
 * allows nothing, not even what uses none of it.
 */
function volumeWithin({ perLot, budget }: Cap, instrument: Instrument): Lots {
  if (budget <= 0) return lots(0);
  const volume = floorToStep(Math.min(budget / perLot, instrument.volumeMax), instrument);
  return isAboveMoney(volume * perLot, budget) ? floorToStep(volume - instrument.volumeStep, instrument) : volume;
}

function tooSmall({ code, what, perLot, budget }: Cap, { volumeMin, symbol }: Instrument): Fault {
  return limitFault(code, `Even the smallest volume of ${symbol}, ${volumeMin} lots, would use more than ${what}.`, {
    value: perLot * volumeMin,
    limit: budget,
    volumeMin,
  });
}
