/** A number as it stands in words. More than one reading where a comma may group or divide; none where its digits are of another script. */
export interface Figure {
  readonly text: string;
  readonly readings: readonly WrittenNumber[];
  readonly isPercent: boolean;
}

/** `decimals` are those that were written: the value was rounded to them. Below zero where whole tens were. */
export interface WrittenNumber {
  readonly value: number;
  readonly decimals: number;
}

/**
 * The figures of a text in English or Russian spelling: `1,234.5`, `1 234,5`, `−3 %`, `2R`, `0.5σ`. Dates, times, timeframes, names with their
 * parameters such as `EMA(20)`, and whatever `names` lists are no figures. The list is read once, for however many texts.
 */
export function figuresIn(names: readonly string[]): (text: string) => readonly Figure[] {
  const called = [...listed(names), ...namesWithDigits];
  return (text) => figuresAmong(called.reduce((rest, name) => rest.replaceAll(name, blank), text.normalize('NFKC')));
}

const blank = (name: string): string => '·'.repeat(name.length);

function figuresAmong(plain: string): readonly Figure[] {
  const figures = [...plain.matchAll(number)].map((match) => {
    const [written, , , , , , percent] = match;
    return { text: written.trim(), readings: readingsOf(match, plain), isPercent: percent !== undefined };
  });
  const foreign = [...plain.matchAll(foreignDigits)].map(([written]) => ({
    text: written,
    readings: [],
    isPercent: false,
  }));
  return [...figures, ...foreign];
}

/** A number of a program, with the decimals that its shortest spelling has. */
export function writtenNumber(value: number): WrittenNumber {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return { value, decimals: (mantissa.split('.')[1]?.length ?? 0) - Number(exponent) };
}

/** sign, whole part with its groups, divider, fraction, exponent, percent */
const number =
  /(?<!\p{Nd})([-−–+]?)(\d{1,3}(?: \d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:([.,])(\d+))?(?:e([-+]?\d+))?(\s?(?:%|per ?cent|процент))?/giu;

const foreignDigits = /(?:(?![0-9])\p{Nd})+/gu;

function readingsOf(match: RegExpExecArray, text: string): readonly WrittenNumber[] {
  const [, sign = '', whole = '', , fraction = '', exponent = '0'] = match;
  // A dash between two numbers, or within a word, is no minus.
  const isNegative = /[-−–]/u.test(sign) && !/[\p{L}\p{N})%]$/u.test(text.slice(0, match.index));
  const read = (digits: string, decimals: string): WrittenNumber => {
    const value = Number(`${digits}.${decimals || '0'}e${exponent}`);
    return { value: isNegative ? -value : value, decimals: decimals.length - Number(exponent) };
  };
  const reading = read(whole.replaceAll(/[ ,]/g, ''), fraction);
  const [first = '', second, third] = whole.split(',');
  const mayDivide = second !== undefined && third === undefined && fraction === '';
  return mayDivide ? [reading, read(first, second)] : [reading];
}

/** One pattern for all of a list's names that have digits, the longest first; none where none has. */
function listed(names: readonly string[]): readonly RegExp[] {
  const known = names
    .map((name) => name.normalize('NFKC'))
    .filter((name) => /\p{Nd}/u.test(name))
    .toSorted((a, b) => b.length - a.length)
    .map(escaped);
  return known.length === 0 ? [] : [new RegExp(`(?<![\\p{L}\\p{N}])(?:${known.join('|')})(?![\\p{L}\\p{N}])`, 'gu')];
}

const escaped = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const month =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*';
const indicator =
  '(?:ema|sma|atr|rvol|adx|[+-]?di|donchian(?:high|low)?|дончиан[а-я]*|efficiencyRatio|realisedVolatility|atrPercentile|emaSlope)';

/** What has digits and measures nothing. Unicode-aware word ends, since `\b` knows no Cyrillic. */
const namesWithDigits: readonly RegExp[] = [
  // 2026-11-22T14:30:00Z, 22.11.2026, 22/11/2026
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?/gu,
  /(?<!\d)\d{1,2}([./])\d{1,2}\1\d{4}(?!\d)/gu,
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:\\d{1,2} (?:${month})\\.?(?: \\d{4})?|(?:${month})\\.? \\d{1,2}(?:, \\d{4})?)(?![\\p{L}\\p{N}])`,
    'giu',
  ),
  // 14:30, 14:30:05
  /(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])/gu,
  /(?<![\p{L}\p{N}])(?:UTC|GMT|МСК)[+−-]\d{1,2}(?!\d)/giu,
  /(?<![\p{L}\p{N}])(?:M(?:1|5|15|30)|H[14]|D1|W1|MN1)(?![\p{L}\p{N}])/gu,
  new RegExp(`(?<![\\p{L}\\p{N}])${indicator} ?\\(\\d{1,4}(?:[,;] ?\\d{1,4})*\\)`, 'giu'),
  new RegExp(`(?<![\\p{L}\\p{N}])(?:ema|sma|atr|adx|donchian)-?\\d{1,3}(?![\\p{L}\\p{N}.,])`, 'giu'),
  /(?<![\p{L}\p{N}])(?:ema|sma|donchian|дончиан\p{L}*) \d{1,3}(?![\p{L}\p{N}.,])/giu,
  // The confidence that an interval is of by definition.
  /95 ?%(?:-?(?:й|ный|ным))?[ -]?(?=t?[ -]?(?:confidence|interval|CI\b|доверительн|интервал))/giu,
  // The number of a point in a list.
  /^\s*\d{1,2}[.)](?=\s)/gu,
];
