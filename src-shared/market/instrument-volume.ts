import { roundToDigits } from '../base/round-to-digits.ts';
import { lots, type Lots } from '../units/lots.ts';

/** Steps within this share of a step are the same volume: float noise of repeated addition. */
const stepTolerance = 1e-6;

interface VolumeGrid {
  readonly volumeStep: number;
}

interface VolumeLimits extends VolumeGrid {
  readonly volumeMin: number;
}

/** The largest volume on the step that is not above the wish: rounding never raises risk. Below one step it is zero. */
export function floorToStep(volume: number, instrument: VolumeGrid): Lots {
  const steps = Math.floor(volume / instrument.volumeStep + stepTolerance);
  return lots(roundToDigits(Math.max(0, steps) * instrument.volumeStep, 8));
}

/**
 * A share of a volume, floored to the step: zero where it, or what would be left, lies below the smallest volume that may be traded. The share lies
 * between 0 and 1.
 */
export function partOf(volume: number, ratio: number, instrument: VolumeLimits): Lots {
  const { volumeMin, volumeStep } = instrument;
  const part = floorToStep(volume * ratio, instrument);
  const least = volumeMin - stepTolerance * volumeStep;
  return part > 0 && part >= least && volume - part >= least ? part : lots(0);
}

export function isOnStep(volume: Lots, instrument: VolumeGrid): boolean {
  const steps = volume / instrument.volumeStep;
  return Math.abs(steps - Math.round(steps)) < stepTolerance;
}

export const isSameVolume = (a: Lots, b: Lots, instrument: VolumeGrid): boolean =>
  Math.abs(a - b) < instrument.volumeStep / 2;
