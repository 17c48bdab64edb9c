import { z } from 'zod';
import { ok } from '#shared/base/result.ts';
import { requestedFeatureSchema } from '#shared/market/feature-request.ts';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import { measuredFeatures } from '../gather/measured-features.ts';
import { readingOf } from '../gather/reading.ts';
import { defineTool } from './define-tool.ts';

const schema = z
  .object({ timeframe: timeframeSchema, features: z.array(requestedFeatureSchema).min(1).max(8).readonly() })
  .strict()
  .readonly();

export const featuresTool = defineTool({
  name: 'features',
  description:
    'Technical indicators of the symbol on a timeframe, as of its last closed bar, for example {"timeframe":"H1","features":[{"feature":"ema","periodBars":20},{"feature":"rvol","periods":5}]}.',
  schema,
  read: async (wish, { question, sources }) => {
    const measured = await measuredFeatures(question, sources, wish);
    return measured.ok ? ok(readingOf(measured.value)) : measured;
  },
});
