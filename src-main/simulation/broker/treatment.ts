import { floorToStep } from '#shared/market/instrument-volume.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { sideSign } from '#shared/trading/side.ts';
import { retcodes } from '../retcodes.ts';
import type { DealRequest } from './deal-request.ts';

/** What the broker does with one order. */
export interface Treatment {
  /** A return code of its own; `true`: the one of the order's record; `none`: nothing ever comes back. */
  readonly answer: number | 'true' | 'none';
  /** The shares of the volume that are executed, one after the other; the rest is cancelled. None: nothing is executed. */
  readonly parts: readonly number[];
  /** Before each part. 0: all of it happens at once. */
  readonly restsMs: number;
  /** What becomes of an entry's stop where it is not set as asked. */
  readonly stop?: 'dropped' | 'moved';
}

export const treatments = {
  filled: { answer: 'true', parts: [1], restsMs: 0 },
  slow: { answer: 'true', parts: [1], restsMs: 300 },
  filledInParts: { answer: 'true', parts: [0.5, 0.5], restsMs: 300 },
  filledInPart: { answer: 'true', parts: [0.5], restsMs: 0 },
  requoted: { answer: retcodes.requote, parts: [], restsMs: 0 },
  rejected: { answer: retcodes.reject, parts: [], restsMs: 0 },
  timedOut: { answer: retcodes.timeout, parts: [], restsMs: 0 },
  timedOutButFilled: { answer: retcodes.timeout, parts: [1], restsMs: 0 },
  lost: { answer: 'none', parts: [], restsMs: 0 },
  lostButFilled: { answer: 'none', parts: [1], restsMs: 0 },
  withoutStop: { answer: 'true', parts: [1], restsMs: 0, stop: 'dropped' },
  stopMoved: { answer: 'true', parts: [1], restsMs: 0, stop: 'moved' },
  unknownCode: { answer: 10_099, parts: [], restsMs: 0 },
} as const satisfies Readonly<Record<string, Treatment>>;

export type TreatmentName = keyof typeof treatments;

export const treatmentNames = Object.keys(treatments) as readonly TreatmentName[];

/** How much farther from the price a stop lies that was moved, in ticks. */
const ticksMoved = 25;

/** An order as the broker takes it: an entry may lose its stop on the way, or find it elsewhere. */
export function asTaken(request: DealRequest, { stop: fate }: Treatment, instrument: Instrument): DealRequest {
  if (request.kind !== 'entry' || request.stop === null || fate === undefined) return request;
  if (fate === 'dropped') return { ...request, stop: null };
  const moved = request.stop - sideSign(request.side) * ticksMoved * instrument.tickSize;
  return { ...request, stop: roundToTick(moved, instrument) };
}

/** The volumes that a treatment executes, each on the step; together at most the order's. */
export function partsOf(volume: Lots, { parts }: Treatment, instrument: Instrument): readonly Lots[] {
  let done = 0;
  let asked = 0;
  const volumes: Lots[] = [];
  for (const share of parts) {
    asked += share;
    const upTo = asked >= 1 ? volume : floorToStep(volume * asked, instrument);
    const part = lots(Number((upTo - done).toFixed(8)));
    if (part > 0) volumes.push(part);
    done = upTo;
  }
  return volumes;
}
