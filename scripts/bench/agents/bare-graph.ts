import { Annotation, interrupt, START, StateGraph, type BaseCheckpointSaver } from '@langchain/langgraph';

const state = Annotation.Root({ runId: Annotation<string>(), phase: Annotation<string>() });

type State = typeof state.State;

/** As many as look something up for an entry. */
const gatherers = 9;

/** LangGraph alone: as many nodes in as many steps as an entry goes through, none of which does anything, up to the same wait. */
export function bareGraph(checkpointer: BaseCheckpointSaver): (thread: string) => Promise<void> {
  const idle = (): Promise<Partial<State>> => Promise.resolve({});
  const gathers = Array.from({ length: gatherers }, (_, index) => `gather ${index}`);
  const line = ['signal', 'risk', 'execution', 'verdict', 'enter'];
  const nodes = ['setup', ...gathers, ...line].map((name): [string, typeof idle] => [name, idle]);
  const graph = new StateGraph<typeof state.spec, State, Partial<State>, string>(state)
    .addNode(nodes)
    .addNode('ticket', () => {
      interrupt({ decisionId: 'bare' });
      return {};
    });
  graph.addConditionalEdges(START, () => 'setup', ['setup']);
  for (const gather of gathers) graph.addEdge('setup', gather);
  graph.addEdge(gathers, 'signal');
  for (const [index, name] of [...line, 'ticket'].entries()) {
    const before = line[index - 1];
    if (before !== undefined) graph.addEdge(before, name);
  }
  const compiled = graph.compile({ checkpointer });
  let run = 0;
  return async (thread) => {
    await compiled.invoke(
      { runId: `bare ${++run}`, phase: 'setup' },
      { configurable: { thread_id: thread }, durability: 'exit' },
    );
  };
}
