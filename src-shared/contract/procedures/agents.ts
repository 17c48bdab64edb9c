import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { agentRunSchema, agentRunSummarySchema } from '../../agent/agent-run.ts';
import { recordIdSchema } from '../../trading/record-id.ts';
import { utcMsSchema } from '../../units/utc-ms.ts';
import {
  agentRunBatchSchema,
  lessonViewSchema,
  replayReportSchema,
  runsPageWishSchema,
  runsWishSchema,
} from '../agents.ts';
import { reasonSchema } from '../reason.ts';
import { refusals } from '../refusals.ts';
import { routed } from '../routed.ts';

const runId = z.string().min(1).max(240);

const proposalId = z.string().min(1).max(240);

const subscriptionId = z.string().min(8).max(64);

/** What agents said, and what follows from it by the trader’s word. */
export const agentsProcedures = {
  /** Newest first. */
  runs: oc.errors(refusals).input(runsWishSchema).output(z.array(agentRunSummarySchema).readonly()),
  /** For programs, a page at a time. AGENT_RUN_UNKNOWN where the one to go on from is not kept any more: neither are those before it. */
  latest: routed(['read'], {
    method: 'GET',
    path: '/runs',
    operationId: 'listRuns',
    summary: 'The runs of the agents, newest first',
    description:
      'The next page is asked for with the last runId of this one as “before”; one that is shorter than “limit” is the last.',
    tags: ['Runs'],
  })
    .errors(refusals)
    .input(runsPageWishSchema)
    .output(z.array(agentRunSummarySchema).readonly()),
  run: routed(['read'], {
    method: 'GET',
    path: '/runs/{runId}',
    operationId: 'getRun',
    summary: 'A run of the agents, step by step',
    tags: ['Runs'],
  })
    .errors(refusals)
    .input(z.object({ runId }))
    .output(agentRunSchema),
  /** At most two batches are under way unacknowledged. */
  changed: oc.errors(refusals).input(z.object({ subscriptionId })).output(eventIterator(agentRunBatchSchema)),
  acknowledge: oc.errors(refusals).input(z.object({ subscriptionId, sequence: z.number().int().positive() })),
  /** Plays a run again on its recorded inputs; nothing follows from it. */
  replay: oc
    .errors(refusals)
    .input(z.object({ runId, source: z.enum(['recording', 'model']) }))
    .output(replayReportSchema),
  /** Makes what is proposed for a position a reduction, as if the trader had asked for it himself. */
  takeProposal: oc.errors(refusals).input(z.object({ proposalId })),
  dismissProposal: oc.errors(refusals).input(z.object({ proposalId })),
  lessons: oc
    .errors(refusals)
    .input(z.object({ beforeUtcMs: utcMsSchema.nullable(), limit: z.number().int().min(1).max(200) }))
    .output(z.array(lessonViewSchema).readonly()),
  /** It is shown to no later decision. */
  retireLesson: oc.errors(refusals).input(z.object({ lessonId: recordIdSchema, reason: reasonSchema })),
} as const;
