import { z } from 'zod';
import { ok } from '#shared/base/result.ts';
import { releaseEvidence } from '../gather/calendar.ts';
import { readingOf } from '../gather/reading.ts';
import { defineTool } from './define-tool.ts';

const schema = z
  .object({ hours: z.number().int().min(1).max(168) })
  .strict()
  .readonly();

export const calendarTool = defineTool({
  name: 'calendar',
  description:
    "Economic releases of the symbol's currencies within so many hours before and after now; null is no data, never none.",
  schema,
  read: ({ hours: spanHours }, { question: { symbol, asOfUtcMs }, sources }) =>
    Promise.resolve(ok(readingOf(releaseEvidence(sources, { symbol, asOfUtcMs, spanHours })))),
});
