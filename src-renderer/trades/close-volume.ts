import type { Instrument } from '#shared/market/instrument.ts';
import { floorToStep, isOnStep, isSameVolume } from '#shared/market/instrument-volume.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { readNumber } from '../format/read-number.ts';

type VolumeGrid = Pick<Instrument, 'volumeStep' | 'volumeMin'>;

/** `whole` names no volume: what is left when the close is sent is closed, even if it changed meanwhile. */
export type CloseVolume =
  | { readonly kind: 'whole'; readonly volume: Lots; readonly left: Lots }
  | { readonly kind: 'part'; readonly volume: Lots; readonly left: Lots }
  | {
      readonly kind: 'unusable';
      readonly issue: 'unreadable' | 'symbolUnknown' | 'offStep' | 'belowMin' | 'aboveOpen';
    };

/** What a typed volume closes of an open one. Of a symbol whose grid is not known only the whole can be closed. */
export function closeVolume(text: string, open: Lots, instrument: VolumeGrid | undefined): CloseVolume {
  const typed = readNumber(text);
  if (typed === null) return unusable('unreadable');
  const volume = lots(typed);
  if (instrument === undefined) return volume === open ? whole(open) : unusable('symbolUnknown');
  if (isSameVolume(volume, open, instrument)) return whole(open);
  if (volume > open) return unusable('aboveOpen');
  if (volume < instrument.volumeMin) return unusable('belowMin');
  if (!isOnStep(volume, instrument)) return unusable('offStep');
  return { kind: 'part', volume, left: lots(Number((open - volume).toFixed(8))) };
}

/** Half of an open volume on the step, rounded down; null where that is not a part that can be closed. */
export function halfVolume(open: Lots, instrument: VolumeGrid | undefined): Lots | null {
  if (instrument === undefined) return null;
  const half = floorToStep(open / 2, instrument);
  return half >= instrument.volumeMin ? half : null;
}

const whole = (open: Lots): CloseVolume => ({ kind: 'whole', volume: open, left: lots(0) });

const unusable = (issue: Extract<CloseVolume, { kind: 'unusable' }>['issue']): CloseVolume => ({
  kind: 'unusable',
  issue,
});
