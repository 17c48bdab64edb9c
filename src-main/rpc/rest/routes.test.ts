import { expect, test } from 'vitest';
import { restRoutes } from './routes.ts';

test('programs are offered these routes, each with what a token needs for it', () => {
  expect(restRoutes().map(({ method, path, scopes }) => `${method} ${path}: ${scopes.join(' and ')}`)).toEqual([
    'GET /status: read',
    'GET /approvals: read',
    'POST /approvals/{approvalId}/approve: approve',
    'POST /approvals/{approvalId}/reject: approve',
    'POST /approvals/{approvalId}/modify: approve',
    'GET /runs: read',
    'GET /runs/{runId}: read',
    'GET /signal/{scenario}: read',
    'POST /signal/{scenario}/invoke: read',
    'POST /signal/{scenario}/stream: read',
    'POST /halt: halt',
    'POST /resume: approve and halt',
    'POST /flatten: halt',
  ]);
});
