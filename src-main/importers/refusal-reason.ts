/** Why a row is not taken. Stable: programs read these. */
export const refusalReasons = [
  'rowMalformed',
  'rowCut',
  'stampInvalid',
  'priceInvalid',
  'ohlcOrder',
  'stampRepeated',
  'marketClosed',
  'barCoarser',
  'quoteIncomplete',
  'quoteCrossed',
  'suspect',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];
