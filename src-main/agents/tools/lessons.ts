import { z } from 'zod';
import { lessonsSaid } from '../gather/lessons.ts';
import { defineTool } from './define-tool.ts';

const schema = z
  .object({ words: z.string().trim().min(3).max(300) })
  .strict()
  .readonly();

export const lessonsTool = defineTool({
  name: 'lessons',
  description:
    'Lessons of closed trades, and reasons for which the trader rejected tickets, that are nearest to some words.',
  schema,
  read: ({ words }, { question, sources }) => lessonsSaid(words, { question, sources }),
});
