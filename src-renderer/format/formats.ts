import type { Language } from '../locale/language.ts';

/** What stands where there is no value: never a zero in its stead. */
export const noValue = '—';

/**
 * Numbers as people read them. Signs are typographic (`−`), groups and decimal marks follow the language for money and ratios. Prices and
 * volumes are the broker's own spelling in every language: a decimal point and the symbol's digits, as the terminal shows them.
 */
export interface Formats {
  readonly language: Language;
  /** 25,000.00: without the currency, which stands in the label. */
  readonly money: (value: number | null | undefined) => string;
  readonly signedMoney: (value: number | null | undefined) => string;
  /** A ratio (0.0125) as 1.25 %. */
  readonly percent: (ratio: number | null | undefined, digits?: number) => string;
  readonly signedPercent: (ratio: number | null | undefined, digits?: number) => string;
  /** +1.25 R */
  readonly multiple: (r: number | null | undefined) => string;
  readonly signedMultiple: (r: number | null | undefined) => string;
  /** A move in ATR, with its sign: +0.80. */
  readonly signedAtr: (value: number | null | undefined) => string;
  /** How far two states lie apart: 0.412. */
  readonly distance: (value: number | null | undefined) => string;
  /** A count, or a figure of a filter, with at most five decimals. */
  readonly figure: (value: number | null | undefined) => string;
  readonly points: (value: number | null | undefined) => string;
  readonly signedPoints: (value: number | null | undefined) => string;
  /** 4.2 MB, in units of thousands, as file managers count. */
  readonly bytes: (value: number | null | undefined) => string;
  /** How long something took: 18 ms, 1.4 s. */
  readonly duration: (ms: number | null | undefined) => string;
}

export function formatsOf(language: Language): Formats {
  const known = byLanguage.get(language);
  if (known !== undefined) return known;
  const made = makeFormats(language);
  byLanguage.set(language, made);
  return made;
}

const byLanguage = new Map<Language, Formats>();

function makeFormats(language: Language): Formats {
  const tag = language === 'ru' ? 'ru-RU' : 'en-US';
  const fixed = (digits: number, sign: 'auto' | 'exceptZero'): ((value: number) => string) => {
    const format = new Intl.NumberFormat(tag, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: sign === 'auto' ? 'negative' : sign,
    });
    return (value) => withMinus(format.format(value));
  };
  const percents = new Map<string, (value: number) => string>();
  const percent = (ratio: number, digits: number, sign: 'auto' | 'exceptZero'): string => {
    const key = `${sign}${digits}`;
    const format = percents.get(key) ?? fixed(digits, sign);
    percents.set(key, format);
    return `${format(ratio * 100)}\u202f%`;
  };
  const money = fixed(2, 'auto');
  const signedMoney = fixed(2, 'exceptZero');
  const multiple = fixed(2, 'auto');
  const signedMultiple = fixed(2, 'exceptZero');
  const upToFive = new Intl.NumberFormat(tag, { maximumFractionDigits: 5, signDisplay: 'negative' });
  const upToOne = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, signDisplay: 'negative' });
  const signedUpToOne = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const units = new Map<string, Intl.NumberFormat>();
  const inUnit = (value: number, unit: string): string => {
    const format = units.get(unit) ?? new Intl.NumberFormat(tag, { style: 'unit', unit, maximumFractionDigits: 1 });
    units.set(unit, format);
    return format.format(value);
  };
  return {
    language,
    money: orNone(money),
    signedMoney: orNone(signedMoney),
    percent: (ratio, digits = 2) => orNone((value) => percent(value, digits, 'auto'))(ratio),
    signedPercent: (ratio, digits = 2) => orNone((value) => percent(value, digits, 'exceptZero'))(ratio),
    multiple: orNone((r) => `${multiple(r)}\u202fR`),
    signedMultiple: orNone((r) => `${signedMultiple(r)}\u202fR`),
    signedAtr: orNone(signedMultiple),
    distance: orNone(fixed(3, 'auto')),
    figure: orNone((value) => withMinus(upToFive.format(value))),
    points: orNone((value) => withMinus(upToOne.format(value))),
    signedPoints: orNone((value) => withMinus(signedUpToOne.format(value))),
    bytes: orNone((value) => {
      const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)));
      return inUnit(value / 1000 ** power, byteUnits[power] ?? 'byte');
    }),
    duration: orNone((ms) => (ms < 1000 ? inUnit(Math.round(ms), 'millisecond') : inUnit(ms / 1000, 'second'))),
  };
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const orNone =
  (format: (value: number) => string) =>
  (value: number | null | undefined): string =>
    value === null || value === undefined || !Number.isFinite(value) ? noValue : format(value);

const withMinus = (text: string): string => text.replace('-', '\u2212');
