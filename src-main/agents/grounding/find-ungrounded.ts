import type { Evidence, Statement } from '#shared/agent/evidence.ts';
import type { Ungrounded } from '#shared/agent/opinion.ts';
import { baseSymbol } from '#shared/market/default-instruments.ts';
import { figuresIn, writtenNumber, type Figure, type WrittenNumber } from './figures-in.ts';

/** As many as a verdict holds. */
const ungroundedMax = 32;
const numberLengthMax = 64;
const evidenceIdLengthMax = 200;

/**
 * The numbers of statements that no record bears out; none: they are grounded.
 *
 * A citation has to name evidence that was shown, and its value has to be the evidence's, rounded to as many decimals as it is written with. Each figure
 * of the text has to be a cited value in the same way, a ratio's also in percent, or a count by which a cited value is called, as in “the high of 20 bars”.
 * Words ground nothing: what was quoted from outside may say any number.
 */
export function findUngrounded(statements: readonly Statement[], evidence: readonly Evidence[]): readonly Ungrounded[] {
  const shown = new Map(evidence.map((one) => [one.evidenceId, one]));
  const figuresOf = figuresIn(namesIn(evidence));
  const found = statements.flatMap((statement) => ungroundedOf(statement, { shown, figuresOf }));
  const different = new Map(found.map((one) => [`${one.number} ${one.evidenceId ?? ''}`, one]));
  return [...different.values()].slice(0, ungroundedMax);
}

interface Shown {
  readonly shown: ReadonlyMap<string, Evidence>;
  readonly figuresOf: (text: string) => readonly Figure[];
}

function ungroundedOf({ text, citations }: Statement, { shown, figuresOf }: Shown): readonly Ungrounded[] {
  const cited = citations.map(({ evidenceId, value }) => ({ evidenceId, value, evidence: shown.get(evidenceId) }));
  const wrong = cited.flatMap(({ evidenceId, value, evidence }) => {
    const found = valueOf(evidence);
    const isBorneOut = found !== null && isRounded(writtenNumber(value), found);
    return isBorneOut ? [] : [{ number: String(value), evidenceId: evidenceId.slice(0, evidenceIdLengthMax), found }];
  });
  // A figure that repeats a wrong citation is told once, with the citation.
  const values = cited.flatMap(({ value, evidence }) => {
    const found = valueOf(evidence);
    const isRatio = evidence?.unit === 'ratio';
    return [{ value, isRatio }, ...(found === null ? [] : [{ value: found, isRatio }])];
  });
  const called = cited.flatMap(({ evidence }) => evidence?.label.match(/\d+/g) ?? []);
  const isCalled = ({ text: written }: Figure): boolean => called.includes(written);
  const uncited = figuresOf(text)
    .filter((figure) => !isCalled(figure) && !values.some((value) => isSaid(figure, value)))
    .map((figure) => ({ number: figure.text.slice(0, numberLengthMax), evidenceId: null, found: null }));
  return [...wrong, ...uncited];
}

/** Null where it is no number. */
function valueOf(evidence: Evidence | undefined): number | null {
  const value = evidence?.value ?? null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : null;
}

const isSaid = (
  { readings, isPercent }: Figure,
  { value, isRatio }: { readonly value: number; readonly isRatio: boolean },
): boolean =>
  readings.some((reading) => isRounded(reading, value) || (isPercent && isRatio && isRounded(reading, 100 * value)));

/** Zero is said of zero alone: what is rounded to nothing is not told. */
function isRounded(written: WrittenNumber, value: number): boolean {
  const noise = 1e-9 * Math.max(1, Math.abs(value));
  if (written.value === 0) return Math.abs(value) <= noise;
  return Math.abs(written.value - value) <= 0.5 * 10 ** -written.decimals + noise;
}

/** Words with digits by which values are called, such as `H4` or `return12`, and symbols, which brokers name as they like. */
const namesIn = (evidence: readonly Evidence[]): readonly string[] => [
  ...new Set(
    evidence.flatMap(({ evidenceId, label, unit, value }) => [
      evidenceId,
      ...(label.match(nameWithDigits) ?? []),
      ...(unit === 'symbol' && typeof value === 'string' ? [value, baseSymbol(value)] : []),
    ]),
  ),
];

const nameWithDigits = /\p{L}[\p{L}_]*\d[\p{L}\d_]*|\p{L}+\(\d+(?:,\d+)*\)/gu;
