import { roundToDigits } from '../base/round-to-digits.ts';
import { lots, type Lots } from '../units/lots.ts';
import type { Instrument } from './instrument.ts';

/** Steps within this share of a step are the same volume: float noise of repeated addition. */
const stepTolerance = 1e-6;

type VolumeGrid = Pick<Instrument, 'volumeStep'>;

/** The largest volume on the step that is not above the wish: rounding never raises risk. Below one step it is zero. */
export function floorToStep(volume: number, instrument: VolumeGrid): Lots {
  const steps = Math.floor(volume / instrument.volumeStep + stepTolerance);
  return lots(roundToDigits(Math.max(0, steps) * instrument.volumeStep, 8));
}

export function isOnStep(volume: Lots, instrument: VolumeGrid): boolean {
  const steps = volume / instrument.volumeStep;
  return Math.abs(steps - Math.round(steps)) < stepTolerance;
}

export const isSameVolume = (a: Lots, b: Lots, instrument: VolumeGrid): boolean =>
  Math.abs(a - b) < instrument.volumeStep / 2;
