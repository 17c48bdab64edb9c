import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import type { AgentTool, Reading } from './agent-tool.ts';
import type { ModelLadder } from './model-ladder.ts';
import type { Prompts } from './prompts/create-prompts.ts';
import type { RunRecord } from './run-record.ts';

export type Language = 'en' | 'ru';

/** A way to look something up before anybody speaks, as a node of the graphs. */
export interface Gatherer {
  readonly name: string;
  readonly read: () => Promise<Result<Reading, Fault>>;
}

/** One run's question and all that its nodes think with. It holds nothing that could place, change or widen an order. */
export interface Thinking {
  readonly question: Question;
  readonly record: RunRecord;
  /** In the order in which what they find is shown. */
  readonly gatherers: readonly Gatherer[];
  /** Aborted when looking things up has taken long enough: what has not come until then is missing. */
  readonly gathering: AbortSignal;
  readonly tools: readonly AgentTool[];
  /** Null: rules alone. */
  readonly ladder: ModelLadder | null;
  readonly prompts: Prompts;
  readonly language: Language;
  /** The one thing that a run comes to; the first stands. */
  readonly conclude: (answer: Answer) => void;
}
