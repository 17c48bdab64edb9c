/**
 * Where graphs keep how they stand: one of LangGraph's savers. Its types come in two copies, by how a module is resolved, and those do not know each
 * other; so it is known here by what we call ourselves, and handed on to the graphs as what it is.
 */
export interface Checkpointer {
  readonly getTuple: (config: never) => Promise<unknown>;
  readonly deleteThread: (threadId: string) => Promise<void>;
}
