import type { Instrument } from '#shared/market/instrument.ts';
import { noValue } from './formats.ts';

/** A level with the symbol's digits. */
export const priceText = (
  value: number | null | undefined,
  instrument: Pick<Instrument, 'digits'> | undefined,
): string => (value === null || value === undefined ? noValue : value.toFixed(instrument?.digits ?? 5));

/** A volume with as many decimals as its step has: 0.10 where the step is 0.01. */
export function volumeText(value: number, instrument: Pick<Instrument, 'volumeStep'> | undefined): string {
  return value.toFixed(instrument === undefined ? 2 : decimalsOf(instrument.volumeStep));
}

function decimalsOf(step: number): number {
  const fraction = Number(step.toFixed(8)).toString().split('.')[1];
  return fraction === undefined ? 0 : Math.min(8, fraction.length);
}
