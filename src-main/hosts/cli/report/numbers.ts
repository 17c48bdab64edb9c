/** What is not defined. */
export const unknown = '–';

type Figure = number | null;

/** `-1,234.50` */
export const moneyText = (value: Figure): string => digits(value, 2);

/** `2,048` */
export const countText = (value: Figure): string => digits(value, 0);

/** `1.25` */
export const ratioText = (value: Figure): string => digits(value, 2);

/** `12.3 %` */
export const shareText = (value: Figure): string => (value === null ? unknown : `${percentNumber(value)} %`);

/** `12.3` */
export const percentNumber = (ratio: number): string => digits(ratio * 100, 1);

/** `+0.35 R` */
export const multipleText = (value: Figure): string => (value === null ? unknown : `${signedText(value)} R`);

/** `2024-03-11` */
export const dateText = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 10);

/** `+0.35` */
export function signedText(value: Figure): string {
  const text = digits(value, 2);
  return /^[0.]+$/.test(text) || (value ?? 0) <= 0 ? text : `+${text}`;
}

/** A small loss is not to be read as minus nothing. */
function digits(value: Figure, fraction: number): string {
  if (value === null) return unknown;
  const text = value.toLocaleString('en-US', { minimumFractionDigits: fraction, maximumFractionDigits: fraction });
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text;
}
