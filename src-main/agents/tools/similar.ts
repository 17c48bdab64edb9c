import { z } from 'zod';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import { similarReading } from '../gather/similar.ts';
import { defineTool } from './define-tool.ts';

const schema = z
  .object({ timeframe: timeframeSchema.extract(['M15', 'M30', 'H1', 'H4', 'D1']) })
  .strict()
  .readonly();

export const similarTool = defineTool({
  name: 'similar',
  description:
    "Markets like the present one on a timeframe: what followed in the market, and what became of the scenario's own signals and trades in them.",
  schema,
  read: ({ timeframe }, { question, sources }) => similarReading(question, { sources, timeframe }),
});
