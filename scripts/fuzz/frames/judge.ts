/** What is wrong with an outcome. */
export interface Verdict {
  readonly kind: 'crash' | 'hang';
  readonly what: string;
}

/** An input that takes longer has as good as hung. */
export const inputMsMax = 2000;

/** Null where the attempt finds nothing wrong, does not throw and is not slow. */
export function judge(attempt: () => string | null, nowMs: () => number): Verdict | null {
  const startMs = nowMs();
  try {
    const problem = attempt();
    if (problem !== null) return { kind: 'crash', what: problem };
  } catch (error) {
    return { kind: 'crash', what: `it throws ${String(error)}` };
  }
  const tookMs = nowMs() - startMs;
  return tookMs > inputMsMax ? { kind: 'hang', what: `it takes ${Math.round(tookMs)} ms` } : null;
}
