import type { SignalDecision } from '#shared/trading/signal.ts';
import type { QuestionKey } from './engine-effect.ts';

/** There is one question about each decision to enter. */
export const entryKey = ({ decisionId }: Pick<SignalDecision, 'decisionId'>): QuestionKey => `entry:${decisionId}`;
