import { z } from 'zod';
import { ok } from '#shared/base/result.ts';
import { limitEvidence } from '../gather/account.ts';
import { readingOf } from '../gather/reading.ts';
import { defineTool } from './define-tool.ts';

export const limitsTool = defineTool({
  name: 'limits',
  description: 'What is used of each limit of the account now, and where the limit stands. They can only be read.',
  schema: z.object({}).strict().readonly(),
  read: (_wish, { question, sources }) =>
    Promise.resolve(ok(readingOf(limitEvidence(sources.cockpit.snapshot(), question.asOfUtcMs)))),
});
