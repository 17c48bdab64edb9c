import { money, type Money } from '#shared/units/money.ts';

/** Brokers book whole cents: halves go away from zero, and there is no negative zero. */
export function roundToCents(amount: number): Money {
  const cents = Math.round(Math.abs(amount) * 100 * (1 + Number.EPSILON));
  return money(cents === 0 ? 0 : (Math.sign(amount) * cents) / 100);
}
