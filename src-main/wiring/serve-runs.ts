export { serveRuns } from '#main/backtest/pool/serve-runs.ts';
