export type Language = 'en' | 'ru';

const decimalsOfUnit: Readonly<Record<string, number>> = { '': 2, ratio: 2, ATR: 2, R: 2, minutes: 0, hours: 1 };
const priceDigits = 8;
/** More than `toFixed` takes are never written. */
const decimalsMax = 20;

export interface FigureStyle {
  readonly unit: string;
  readonly language: Language;
  /** Of the prices around it; without them a price is written to eight digits. */
  readonly priceDecimals?: number;
}

/** A number as it is written in a sentence: rounded by its unit, yet never to nothing. */
export function writtenFigure(value: number, { unit, language, priceDecimals }: FigureStyle): string {
  const decimals = unit === 'price' ? priceDecimals : (decimalsOfUnit[unit] ?? 2);
  const plain = trimmed(decimals === undefined ? inDigits(value, priceDigits) : inDecimals(value, decimals));
  const signed = plain.replace('-', '−');
  return language === 'ru' ? signed.replace('.', ',') : signed;
}

function inDecimals(value: number, decimals: number): string {
  const rounded = value.toFixed(Math.min(decimals, decimalsMax));
  return Number(rounded) === 0 && value !== 0 ? inDigits(value, 2) : rounded;
}

/** Without an exponent, which nobody reads. */
function inDigits(value: number, digits: number): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.max(0, Math.min(decimalsMax, digits - 1 - magnitude)));
}

/** Without zeros that end a fraction. */
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
