export interface TraceWish {
  /** The process's own, which LangChain reads at each call: it is changed. */
  readonly environment: Record<string, string | undefined>;
  /** The trader's setting. */
  readonly tracesToLangSmith: boolean;
}

/** Any one of them, where it is "true", makes LangChain and LangGraph send every run, prompts and replies included, to LangSmith. */
const switches = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2'] as const;

/**
 * Unless the trader wants traces sent, nothing is, whatever the environment says. To be called before LangChain or LangGraph is loaded. True: runs go to
 * LangSmith, since the setting and the environment both say so.
 */
export function keepTracesHome({ environment, tracesToLangSmith }: TraceWish): boolean {
  if (tracesToLangSmith) return switches.some((name) => environment[name] === 'true');
  for (const name of switches) if (environment[name] !== undefined) environment[name] = 'false';
  // It writes prompts and replies to the console.
  if (environment.LANGCHAIN_VERBOSE !== undefined) environment.LANGCHAIN_VERBOSE = 'false';
  return false;
}
