import type { ReasoningStep } from '#shared/agent/agent-run.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { AgentName, AgentVerdict } from '#shared/agent/opinion.ts';

export type StepOf<Kind extends ReasoningStep['kind']> = Extract<ReasoningStep, { kind: Kind }>;

/** A model that was asked, and how that ended; null while it has not. */
export interface Ask {
  readonly kind: 'ask';
  readonly asked: StepOf<'modelAsked'>;
  readonly end: StepOf<'modelAnswered'> | StepOf<'fellBack'> | null;
}

export type AgentTurn = Ask | { readonly kind: 'tool'; readonly call: StepOf<'toolCalled'> };

/** A part of a run as it is told: what belongs together stands together, in the order in which it began. */
export type StoryPart =
  | { readonly kind: 'phase'; readonly step: StepOf<'phaseEntered'> }
  /** All that was read before the agents were asked, side by side. */
  | { readonly kind: 'gathering'; readonly calls: readonly StepOf<'toolCalled'>[] }
  | { readonly kind: 'filters'; readonly step: StepOf<'filtersJudged'> }
  | { readonly kind: 'situations'; readonly step: StepOf<'situationsFound'> }
  | {
      readonly kind: 'agent';
      readonly agent: AgentName;
      readonly turns: readonly AgentTurn[];
      readonly verdict: AgentVerdict | null;
      readonly fromMs: number;
    }
  | { readonly kind: 'ticket'; readonly step: StepOf<'ticketAwaited'> | StepOf<'ticketEnded'> }
  | { readonly kind: 'end'; readonly step: StepOf<'concluded'> | StepOf<'failed'> };

export interface RunStory {
  readonly parts: readonly StoryPart[];
  /** Nodes of the graph that have begun and not ended. */
  readonly atWork: readonly string[];
  /** All that was shown to the agents, each once. */
  readonly evidence: readonly Evidence[];
}

/** Tells the steps of a run; a run that goes on is told as far as it has come. */
export function runStory(steps: readonly ReasoningStep[]): RunStory {
  const parts: StoryPart[] = [];
  const atWork = new Set<string>();
  for (const step of steps) {
    if (step.kind === 'nodeStarted') atWork.add(step.node);
    else if (step.kind === 'nodeEnded') atWork.delete(step.node);
    else tell(parts, step);
  }
  return { parts, atWork: [...atWork], evidence: evidenceOf(steps) };
}

type Told = Exclude<ReasoningStep, { kind: 'nodeStarted' | 'nodeEnded' }>;

function tell(parts: StoryPart[], step: Told): void {
  switch (step.kind) {
    case 'phaseEntered':
      parts.push({ kind: 'phase', step });
      return;
    case 'filtersJudged':
      parts.push({ kind: 'filters', step });
      return;
    case 'situationsFound':
      parts.push({ kind: 'situations', step });
      return;
    case 'toolCalled':
      if (step.agent === null) addReading(parts, step);
      else
        changeAgent(parts, step.agent, step.atMs, (part) => ({ turns: [...part.turns, { kind: 'tool', call: step }] }));
      return;
    case 'modelAsked':
      changeAgent(parts, step.agent, step.atMs, (part) => ({
        turns: [...part.turns, { kind: 'ask', asked: step, end: null }],
      }));
      return;
    case 'modelAnswered':
    case 'fellBack':
      changeAgent(parts, step.agent, step.atMs, (part) => ({ turns: ended(part.turns, step) }));
      return;
    case 'verdictGiven':
      changeAgent(parts, step.verdict.agent, step.atMs, () => ({ verdict: step.verdict }));
      return;
    case 'ticketAwaited':
    case 'ticketEnded':
      parts.push({ kind: 'ticket', step });
      return;
    case 'concluded':
    case 'failed':
      parts.push({ kind: 'end', step });
  }
}

function addReading(parts: StoryPart[], call: StepOf<'toolCalled'>): void {
  const at = parts.findIndex(({ kind }) => kind === 'gathering');
  const part = parts[at];
  if (part?.kind === 'gathering') parts[at] = { ...part, calls: [...part.calls, call] };
  else parts.push({ kind: 'gathering', calls: [call] });
}

type AgentPart = Extract<StoryPart, { kind: 'agent' }>;

function changeAgent(
  parts: StoryPart[],
  agent: AgentName,
  atMs: number,
  change: (part: AgentPart) => Partial<Pick<AgentPart, 'turns' | 'verdict'>>,
): void {
  const at = parts.findIndex((part) => part.kind === 'agent' && part.agent === agent);
  const known = parts[at];
  const part: AgentPart =
    known?.kind === 'agent' ? known : { kind: 'agent', agent, turns: [], verdict: null, fromMs: atMs };
  const changed = { ...part, ...change(part) };
  if (at === -1) parts.push(changed);
  else parts[at] = changed;
}

/** Ends the model that was asked last on that rung. One that was passed over without being asked has only its fault. */
function ended(turns: readonly AgentTurn[], step: StepOf<'modelAnswered'> | StepOf<'fellBack'>): readonly AgentTurn[] {
  const at = turns.findLastIndex((turn) => turn.kind === 'ask' && turn.end === null && turn.asked.model === step.model);
  const turn = turns[at];
  if (turn?.kind === 'ask') return turns.with(at, { ...turn, end: step });
  const asked = { ...step, kind: 'modelAsked', prompt: unasked, timeoutMs: 0 } as const;
  return [...turns, { kind: 'ask', asked, end: step }];
}

const unasked = { name: '', version: 0, hash: '' };

function evidenceOf(steps: readonly ReasoningStep[]): readonly Evidence[] {
  const byId = new Map<string, Evidence>();
  for (const step of steps) {
    const shown =
      step.kind === 'toolCalled' ? step.evidence : step.kind === 'concluded' ? (step.opinion?.evidence ?? []) : [];
    for (const one of shown) byId.set(one.evidenceId, one);
  }
  return [...byId.values()];
}
