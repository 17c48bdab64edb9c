import {
  Annotation,
  BaseCheckpointSaver,
  Command,
  END,
  interrupt,
  isInterrupted,
  START,
  StateGraph,
  type Runtime,
} from '@langchain/langgraph';
import { z } from 'zod';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { decisionIdSchema, type DecisionId } from '#shared/trading/ids.ts';
import { nextPhase, phaseSchema, type Phase } from '#shared/trading/phase.ts';
import type { Checkpointer } from '../checkpointer.ts';
import type { RunRecord } from '../run-record.ts';
import type { Thinking } from '../thinking.ts';
import { concludeEntry } from './conclude-entry.ts';
import { gather } from './gather.ts';
import { managePosition } from './manage-position.ts';
import { reflect } from './reflect.ts';
import { speak } from './speak.ts';
import { tradeState, type TicketWord, type TradeState } from './trade-state.ts';

/** What differs between the two scenarios' graphs. */
export interface GraphParameters {
  readonly name: 'intraday' | 'swing';
  readonly signalPrompt: 'signal.intraday' | 'signal.swing';
  /** Names of those who gather for an entry: all are at work at once, and a run is told of each as of a node. */
  readonly gathers: readonly string[];
}

/** What is handed to the nodes of one pass and is no part of its checkpoint. */
export interface Pass {
  readonly record: Pick<RunRecord, 'step' | 'elapsedMs'>;
  /** Lets the engine's loop go on between two nodes. */
  readonly nextTurn: () => Promise<void>;
  /** Null: the pass only hears how its ticket ended. */
  readonly thinking: Thinking | null;
}

/** A scenario's graph; each thread stands where its last pass has left it. */
export interface TradeGraph {
  /** From the phase that is given to the end of the pass, or until a ticket is waited for. Whatever the thread waited for before is dropped. */
  readonly walk: (state: TradeState, pass: Pass, thread: string) => Promise<'ended' | 'waiting'>;
  /** Goes on where the thread waits. */
  readonly resume: (word: TicketWord, pass: Pass, thread: string) => Promise<void>;
  /** The ticket that a thread waits for, and the run that began to. */
  readonly waitsFor: (thread: string) => Promise<{ readonly runId: string; readonly decisionId: DecisionId } | null>;
  /** The thread has never been walked. */
  readonly forget: (thread: string) => Promise<void>;
}

const passContext = Annotation.Root({ pass: Annotation<Pass>() });

type Node = (state: TradeState, runtime: Runtime<typeof passContext.State>) => Promise<Partial<TradeState>>;

/**
 * The life of a trade as a graph. Its phases are nodes, and conditional edges follow the phase function and nothing else. SETUP gathers in parallel, then
 * one agent speaks after the other; ENTER waits for the end of the ticket; MANAGE looks after the position, and EXIT back at the trade.
 *
 * Nodes tell the run's record what they found and have no other effect: to begin again from any of them repeats nothing.
 */
export function buildTradeGraph(
  { name, signalPrompt, gathers }: GraphParameters,
  checkpointer: Checkpointer | null,
): TradeGraph {
  const nodes: [string, Node][] = [
    ...phaseSchema.options.map((phase): [string, Node] => [phase, asNode(phase, enterPhase(phase))]),
    ['gather', gatherAtOnce(gathers)],
    ['signal', asNode('signal', say({ agent: 'signal', prompt: signalPrompt, after: null }))],
    ['risk', asNode('risk', say({ agent: 'risk', prompt: 'risk', after: 'signal' }))],
    ['execution', asNode('execution', say({ agent: 'execution', prompt: 'execution', after: 'risk' }))],
    ['verdict', asNode('verdict', giveVerdict)],
    ['ticket', awaitTicket],
  ];
  const graph = new StateGraph<
    typeof tradeState.spec,
    TradeState,
    Partial<TradeState>,
    string,
    typeof tradeState.spec,
    typeof tradeState.spec,
    typeof passContext.spec
  >(tradeState, passContext).addNode(nodes);
  const anyPhase = [...phaseSchema.options];
  graph.addConditionalEdges(START, ({ phase, facts }: TradeState) => nextPhase(phase, facts), anyPhase);
  graph
    .addEdge('setup', 'gather')
    .addEdge('gather', 'signal')
    .addEdge('signal', 'risk')
    .addEdge('risk', 'execution')
    .addEdge('execution', 'verdict');
  graph.addEdge('enter', 'ticket');
  for (const last of ['idle', 'verdict', 'ticket', 'manage', 'exit'])
    graph.addConditionalEdges(last, phaseAfter, [...anyPhase, END]);
  assert(checkpointer === null || checkpointer instanceof BaseCheckpointSaver, 'graphs are kept by a saver of theirs');
  const compiled = graph.compile({ name, ...(checkpointer !== null && { checkpointer }) });

  // No signal: a run that is over ends by its nodes, one after the other. And one checkpoint for a pass: who ends in the middle of it is asked anew.
  const configOf = (pass: Pass, thread: string) =>
    ({ configurable: { thread_id: thread }, context: { pass }, durability: 'exit' }) as const;
  return {
    walk: async (state, pass, thread) => {
      // Nobody goes on from where an earlier pass has left the thread: it is neither read nor kept.
      await checkpointer?.deleteThread(thread);
      const left: unknown = await compiled.invoke(state, configOf(pass, thread));
      return isInterrupted(left) ? 'waiting' : 'ended';
    },
    resume: async (word, pass, thread) => {
      await compiled.invoke(new Command({ resume: word }), configOf(pass, thread));
    },
    waitsFor: async (thread) => {
      if (checkpointer === null) return null;
      const waited = waitedSchema.safeParse(await compiled.getState({ configurable: { thread_id: thread } }));
      const asked = waited.data?.tasks.flatMap(({ interrupts }) => interrupts).at(-1);
      if (waited.data === undefined || asked === undefined) return null;
      return { runId: waited.data.values.runId, decisionId: asked.value.decisionId };
    },
    forget: async (thread) => {
      await checkpointer?.deleteThread(thread);
    },
  };
}

/** Of a checkpoint, which may be of any program. */
const waitedSchema = z.object({
  values: z.object({ runId: z.string() }),
  tasks: z.array(z.object({ interrupts: z.array(z.object({ value: z.object({ decisionId: decisionIdSchema }) })) })),
});

/** Where the phase stays as it is, the pass is over. */
function phaseAfter({ phase, facts }: TradeState): Phase | typeof END {
  const next = nextPhase(phase, facts);
  return next === phase ? END : next;
}

/** Begins with a turn of the loop, so that many runs at once do not hold the engine. */
function asNode(name: string, work: (state: TradeState, pass: Pass) => Promise<Partial<TradeState>>): Node {
  return async (state, { context }) => {
    const { pass } = assertDefined(context, 'a pass hands itself to its nodes');
    await pass.nextTurn();
    const { record } = pass;
    const startedMs = record.elapsedMs();
    record.step({ kind: 'nodeStarted', node: name });
    const change = await work(state, pass);
    record.step({ kind: 'nodeEnded', node: name, durationMs: record.elapsedMs() - startedMs });
    return change;
  };
}

const enterPhase =
  (phase: Phase) =>
  async (state: TradeState, { record, thinking }: Pass): Promise<Partial<TradeState>> => {
    record.step({ kind: 'phaseEntered', from: state.phase, phase });
    switch (phase) {
      case 'idle':
        return { phase };
      case 'setup':
        if (thinking?.question.kind === 'entry')
          record.step({ kind: 'filtersJudged', filters: thinking.question.decision.filters });
        return { phase };
      case 'enter':
        if (state.awaited !== null) record.step({ kind: 'ticketAwaited', decisionId: state.awaited });
        return { phase };
      case 'manage':
        if (thinking !== null) await managePosition(thinking);
        return { phase };
      case 'exit':
        if (thinking !== null) await reflect(thinking);
        return { phase, facts: { isSetup: false, isEntering: false, isInPosition: false, isExiting: false } };
    }
  };

/**
 * Within one node of LangGraph's: each of its own would cost a task, its writes and a place in a trace, which together take longer than most look-ups, and what
 * is looked up leaves nothing in the state.
 */
function gatherAtOnce(gathers: readonly string[]): Node {
  const lookUps = gathers.map((gatherer) => asNode(`gather ${gatherer}`, lookUp(gatherer)));
  return async (state, runtime) => {
    await Promise.all(lookUps.map((look) => look(state, runtime)));
    return {};
  };
}

const lookUp =
  (name: string) =>
  async (_: TradeState, { thinking }: Pass): Promise<Partial<TradeState>> => {
    const gatherer = thinking?.gatherers.find((one) => one.name === name);
    if (thinking !== null && gatherer !== undefined) await gather(thinking, gatherer);
    return {};
  };

const say =
  (speaker: Parameters<typeof speak>[1]) =>
  async (_: TradeState, { thinking }: Pass): Promise<Partial<TradeState>> => {
    if (thinking?.question.kind === 'entry') await speak(thinking, speaker);
    return {};
  };

/** The wish is out with it: the ticket, or the word that there will be none, is waited for. Who only wanted to hear waits for nothing. */
function giveVerdict({ facts }: TradeState, { thinking }: Pass): Promise<Partial<TradeState>> {
  if (thinking?.question.kind !== 'entry') return Promise.resolve({});
  const { question, record, language } = thinking;
  thinking.conclude({ kind: 'opinion', opinion: concludeEntry({ question, record, language }) });
  if (question.aside !== undefined) return Promise.resolve({});
  return Promise.resolve({ facts: { ...facts, isEntering: true }, awaited: question.decision.decisionId });
}

/** It runs again from its beginning once the word has come: before `interrupt` nothing may happen. */
const awaitTicket: Node = ({ facts, awaited }, { context }) => {
  if (awaited === null) return Promise.resolve({});
  const { approvalId, outcome } = interrupt<{ decisionId: DecisionId }, TicketWord>({ decisionId: awaited });
  context?.pass.record.step({ kind: 'ticketEnded', approvalId, outcome });
  const isEntering = outcome === 'approved';
  return Promise.resolve({ facts: { ...facts, isSetup: false, isEntering }, awaited: null });
};
