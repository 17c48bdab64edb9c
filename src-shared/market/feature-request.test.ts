import { expect, test } from 'vitest';
import { featureRequestSchema } from './feature-request.ts';

const request = {
  symbol: 'XAUUSD',
  timeframe: 'H4',
  features: [{ feature: 'ema', periodBars: 20 }, { feature: 'rvol', periods: 10 }, { feature: 'londonMinute' }],
  asOfUtcMs: 1_700_000_000_000,
};

test('a request names the features and their parameters', () => {
  expect(featureRequestSchema.parse(request)).toEqual(request);
});

test('what is unknown, out of range or too much is refused', () => {
  const wrong: readonly object[] = [
    { features: [] },
    { features: Array.from({ length: 65 }, () => ({ feature: 'londonMinute' })) },
    { features: [{ feature: 'macd', periodBars: 9 }] },
    { features: [{ feature: 'ema' }] },
    { features: [{ feature: 'ema', periodBars: 0 }] },
    { features: [{ feature: 'ema', periodBars: 2.5 }] },
    { features: [{ feature: 'ema', periodBars: 5001 }] },
    { features: [{ feature: 'ema', periodBars: 20, color: 'red' }] },
    { features: [{ feature: 'rvol', periods: 251 }] },
    { features: [{ feature: 'atrPercentile', atrBars: 14 }] },
    { timeframe: 'H2' },
    { symbol: '' },
    { asOfUtcMs: -1 },
    { account: 1 },
  ];
  for (const part of wrong) expect(featureRequestSchema.safeParse({ ...request, ...part }).success).toBe(false);
});
