import { z } from 'zod';
import { ok } from '#shared/base/result.ts';
import { recordIdSchema } from '#shared/trading/record-id.ts';
import { chainAsOf } from '../gather/chain-facts.ts';
import { chainEvidence } from '../gather/chains.ts';
import { readingOf } from '../gather/reading.ts';
import { defineTool } from './define-tool.ts';

const schema = z.object({ recordId: recordIdSchema }).strict().readonly();

export const chainsTool = defineTool({
  name: 'chains',
  description:
    'The chain that a record is part of, from signal to trade: risk, approval with the words of who ended it, and result. Records are named kind:key, such as trade:88#1.',
  schema,
  read: async ({ recordId }, { question: { asOfUtcMs }, sources }) => {
    const chain = await sources.memory.eventChain(recordId);
    return chain.ok ? ok(readingOf(chainEvidence(chainAsOf(chain.value, asOfUtcMs), asOfUtcMs))) : chain;
  },
});
