import { assertNever } from '#shared/base/assert.ts';
import type { FeatureRequest, RequestedFeature } from '#shared/market/feature-request.ts';
import { adx, minusDi, plusDi } from './adx.ts';
import { atrPercentile } from './atr-percentile.ts';
import { atr } from './atr.ts';
import { donchianHigh, donchianLow } from './donchian.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { emaSlope } from './ema-slope.ts';
import { ema } from './ema.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { realisedVolatility } from './realised-volatility.ts';
import { regime } from './regime-column.ts';
import { rvol } from './rvol.ts';
import { sma } from './sma.ts';
import { londonMinute, newYorkMinute, newYorkWeekday } from './wall-clock.ts';

/** A requested feature over bars of a timeframe. */
export function specOfRequest(requested: RequestedFeature, timeframe: FeatureRequest['timeframe']): FeatureSpec {
  switch (requested.feature) {
    case 'atrPercentile':
      return atrPercentile(requested);
    case 'emaSlope':
      return emaSlope(requested);
    case 'regime':
      return regime(requested);
    case 'rvol':
      return rvol({ timeframe, periods: requested.periods });
    case 'newYorkMinute':
    case 'londonMinute':
    case 'newYorkWeekday':
      return ofTheClock[requested.feature];
    case 'sma':
    case 'ema':
    case 'atr':
    case 'donchianHigh':
    case 'donchianLow':
    case 'efficiencyRatio':
    case 'adx':
    case 'plusDi':
    case 'minusDi':
    case 'realisedVolatility':
      return ofPeriod[requested.feature](requested.periodBars);
    default:
      return assertNever(requested, 'a requested feature');
  }
}

const ofTheClock = { newYorkMinute, londonMinute, newYorkWeekday };

const ofPeriod = {
  ...{ sma, ema, atr, donchianHigh, donchianLow, efficiencyRatio },
  ...{ adx, plusDi, minusDi, realisedVolatility },
};
