import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ImportWarning } from './import-warning.ts';
import { knownMagnitude, type Magnitude } from './known-magnitudes.ts';

const sampleMax = 2_000;
const powerMax = 8;
/** A market may be so many times dearer or cheaper than it is now, in the past of a file. */
const pastRatioMax = 30;
/** Figures that a multiplication left its noise in ('129587.00000000001') have more digits than a price can. */
const noisyDigitsMin = 9;
const noisyRatioMin = 0.01;

export interface ScaleQuestion {
  readonly closes: Float64Array;
  readonly symbol: string;
  /** The symbol's point and its last price, where they are known. */
  readonly point: number | null;
  readonly referencePrice: number | null;
}

/**
 * Whether the prices of a file are those of the symbol, or a power of ten away from them (in points, in hundredths). Judged by what is known
 * of the symbol's name, else by its last price. SCALE_UNFIT with the factor that fits; a warning where the figures alone look multiplied.
 */
export function checkScale(question: ScaleQuestion): Result<readonly ImportWarning[], Fault> {
  const { closes, symbol } = question;
  const prices = sampleOf(closes);
  const median = prices.toSorted()[Math.floor(prices.length / 2)];
  const expected = expectedMagnitude(question);
  if (median === undefined) return ok([]);
  if (expected !== null && !isWithin(median, expected)) return err(unfit({ ...question, median, expected }));
  const noisy = prices.reduce((sum, price) => sum + Number(isNoisy(price)), 0);
  if (expected !== null || noisy < prices.length * noisyRatioMin) return ok([]);
  const message = `The prices of ${symbol} have more digits than prices have (${String(prices.find(isNoisy))}): a program seems to have multiplied them. Nothing is known of ${symbol} to tell by how much; if so, import with --scale.`;
  return ok([{ code: 'SCALE_DOUBTFUL', message }]);
}

function sampleOf(closes: Float64Array): Float64Array {
  const every = Math.max(1, Math.ceil(closes.length / sampleMax));
  return closes.filter((_, index) => index % every === 0);
}

function expectedMagnitude({ symbol, referencePrice }: ScaleQuestion): Magnitude | null {
  const byName = knownMagnitude(symbol);
  if (byName !== null || referencePrice === null) return byName;
  return { min: referencePrice / pastRatioMax, max: referencePrice * pastRatioMax };
}

const isWithin = (price: number, { min, max }: Magnitude): boolean => price >= min && price <= max;

const isNoisy = (price: number): boolean => (String(price).split('.')[1]?.length ?? 0) >= noisyDigitsMin;

function unfit(found: ScaleQuestion & { readonly median: number; readonly expected: Magnitude }): Fault {
  const { symbol, median, expected } = found;
  const scale = scaleOf(found);
  const seen = `The prices do not fit ${symbol}: half of the closes are below ${shown(median)}, where ${symbol} trades between ${shown(expected.min)} and ${shown(expected.max)}.`;
  const advice =
    scale === null
      ? 'No power of ten explains that: this is another symbol, or another quotation of it. Name the right --symbol.'
      : `They are ${scale > 1 ? `multiplied by ${scale}` : `divided by ${Math.round(1 / scale)}`}: import with --scale ${scale}, which divides them. If the file is of another symbol, name that instead.`;
  return fault('SCALE_UNFIT', `${seen} ${advice} Nothing was imported.`, { symbol, median, scale });
}

/** The factor that brings the prices where they belong: the symbol's own point where that does, else the smallest power of ten. */
function scaleOf({ median, expected, point }: ScaleQuestion & { median: number; expected: Magnitude }): number | null {
  const powers = Array.from({ length: powerMax }, (_, index) => [10 ** (index + 1), 1 / 10 ** (index + 1)]).flat();
  const inPoints = point === null ? [] : [Math.round(1 / point)];
  return [...inPoints, ...powers].find((scale) => isWithin(median / scale, expected)) ?? null;
}

const shown = (price: number): string => String(Number(price.toPrecision(6)));
