import type { z } from 'zod';
import { opinionSchema, type Opinion } from '#shared/agent/opinion.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** Grounded agents confirm the sample decision; named members can be changed. */
export const sampleOpinion = (changes: Partial<z.input<typeof opinionSchema>> = {}): Opinion =>
  opinionSchema.parse({
    runId: `entry:decision-1@${sampleStartUtcMs}`,
    decisionId: 'decision-1',
    scenario: 'B',
    symbol: 'XAUUSD',
    mode: 'model',
    verdict: 'confirm',
    rank: 70,
    isGrounded: true,
    reasons: [{ text: 'The break is clear.', citations: [{ evidenceId: 'filter:donchianBreak', value: 2000 }] }],
    verdicts: [
      {
        agent: 'signal',
        verdict: 'confirm',
        confidence: 0.8,
        statements: [{ text: 'The break is clear.', citations: [{ evidenceId: 'filter:donchianBreak', value: 2000 }] }],
        model: 'scripted:1b',
        ungrounded: [],
      },
    ],
    evidence: [
      {
        evidenceId: 'filter:donchianBreak',
        source: 'filter',
        label: 'close against the channel',
        value: 2000,
        unit: 'USD',
        asOfUtcMs: sampleStartUtcMs,
        recordId: null,
      },
    ],
    similar: null,
    lessons: [],
    latencyMs: 120,
    tokens: { prompt: 900, reply: 80 },
    asOfUtcMs: sampleStartUtcMs,
    ...changes,
  });
