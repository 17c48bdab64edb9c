import type { BaseCheckpointSaver } from '@langchain/langgraph';

/** Where graphs keep how they stand: whatever has the members of LangGraph's savers. */
export type Checkpointer = Pick<BaseCheckpointSaver, keyof BaseCheckpointSaver>;
