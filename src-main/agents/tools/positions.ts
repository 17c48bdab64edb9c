import { z } from 'zod';
import { ok } from '#shared/base/result.ts';
import { accountEvidence, positionEvidence } from '../gather/account.ts';
import { readingOf } from '../gather/reading.ts';
import { defineTool } from './define-tool.ts';

export const positionsTool = defineTool({
  name: 'positions',
  description: 'The account and its open positions as they are now.',
  schema: z.object({}).strict().readonly(),
  read: (_wish, { question, sources }) => {
    const snapshot = sources.cockpit.snapshot();
    const evidence = [
      ...accountEvidence(snapshot, question.asOfUtcMs),
      ...positionEvidence(question, { sources, snapshot }),
    ];
    return Promise.resolve(ok(readingOf(evidence)));
  },
});
