import { colorValue, momentSeconds } from '../source/literals.ts';

export const cppMoment = (text: string): string => `datetime(${momentSeconds(text) ?? 0}LL)`;

export const cppColor = (text: string): string => `((color)${colorValue(text) ?? 0})`;

/** A whole number that no 32 bits hold is a `long` of MQL5, or a `ulong` past its range; C++'s own `long` may be shorter. */
export function cppNumber(text: string): string {
  if (!/^(?:\d+|0[xX][0-9a-fA-F]+)$/.test(text)) return text;
  const value = BigInt(text);
  const shortMax = /^0[xX]/.test(text) ? 0xffff_ffffn : 0x7fff_ffffn;
  if (value <= shortMax) return text;
  return value <= 0x7fff_ffff_ffff_ffffn ? `${text}LL` : `${text}ULL`;
}
