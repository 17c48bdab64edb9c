import type { z } from 'zod';
import { proposalSchema, type Proposal } from '#shared/agent/proposal.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** To close the sample position; named members can be changed. */
export const sampleProposal = (changes: Partial<z.input<typeof proposalSchema>> = {}): Proposal =>
  proposalSchema.parse({
    proposalId: 'proposal-1',
    runId: `manage:1@${sampleStartUtcMs}`,
    scenario: 'B',
    symbol: 'XAUUSD',
    positionId: '1',
    action: { kind: 'close' },
    statements: [{ text: 'The market has turned.', citations: [] }],
    evidence: [],
    isGrounded: true,
    model: 'scripted:1b',
    proposedAtUtcMs: sampleStartUtcMs,
    validUntilUtcMs: sampleStartUtcMs + 900_000,
    ...changes,
  });
