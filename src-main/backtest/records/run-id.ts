/** Such as 20261122-203015-B-XAUUSD-4f2a9c: when it ended (UTC), what was run on what, and the first digits of what came out. Names sort by time. */
export function runIdOf(run: {
  readonly finishedAtUtcMs: number;
  readonly scenario: string;
  readonly symbols: readonly string[];
  readonly resultHash: string;
}): string {
  const stamp = new Date(run.finishedAtUtcMs).toISOString().replaceAll(/[-:]/g, '').slice(0, 15).replace('T', '-');
  const [first = '', ...others] = run.symbols.map((symbol) => symbol.replaceAll(/[^A-Za-z0-9]/g, ''));
  const symbols = others.length < 3 ? [first, ...others].join('-') : `${first}-and-${others.length}`;
  return `${stamp}-${run.scenario}-${symbols.slice(0, 30)}-${run.resultHash.slice(0, 6)}`;
}
