import type { CashOperation } from './cash-operation.ts';

/**
 * What an operation adds to equity without credit as a deposit or a withdrawal does. Zero for the broker's own money (credit), and for what trading
 * itself brings or costs without a deal (fees, interest, dividends, taxes): these are results.
 */
export function ownCash({ kind, amount }: Pick<CashOperation, 'kind' | 'amount'>): number {
  switch (kind) {
    case 'balance':
    case 'bonus':
    case 'correction':
    case 'other':
      return amount;
    case 'credit':
    case 'charge':
    case 'commission':
    case 'dividend':
    case 'interest':
    case 'tax':
      return 0;
  }
}
