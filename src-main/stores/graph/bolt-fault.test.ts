import { expect, test } from 'vitest';
import { boltFault, isTransient, Unanswered } from './bolt-fault.ts';

const server = 'bolt://127.0.0.1:7687';

const thrown = (code: string, message = 'so it is'): Error => Object.assign(new Error(message), { code });

test.each([
  ['ServiceUnavailable', 'GRAPH_UNREACHABLE'],
  ['SessionExpired', 'GRAPH_UNREACHABLE'],
  ['ProtocolError', 'GRAPH_UNREACHABLE'],
  ['N/A', 'GRAPH_UNREACHABLE'],
  ['Neo.ClientError.Security.Unauthorized', 'GRAPH_UNAUTHORIZED'],
  ['Neo.ClientError.Security.AuthenticationRateLimit', 'GRAPH_UNAUTHORIZED'],
  ['Neo.ClientError.Security.CredentialsExpired', 'GRAPH_UNAUTHORIZED'],
  ['Neo.ClientError.Security.Forbidden', 'GRAPH_UNAUTHORIZED'],
  ['Memgraph.ClientError.Security.Unauthenticated', 'GRAPH_UNAUTHORIZED'],
  ['Neo.ClientError.Statement.SyntaxError', 'GRAPH_REFUSED'],
  ['Neo.ClientError.Statement.TypeError', 'GRAPH_REFUSED'],
  ['Neo.ClientError.Schema.ConstraintValidationFailed', 'GRAPH_REFUSED'],
  ['Memgraph.ClientError.MemgraphError.MemgraphError', 'GRAPH_REFUSED'],
  // What the server may overcome, or a person may mend there.
  ['Neo.ClientError.Database.DatabaseNotFound', 'GRAPH_UNREACHABLE'],
  ['Neo.ClientError.Cluster.NotALeader', 'GRAPH_UNREACHABLE'],
  ['Neo.ClientError.Transaction.TransactionTimedOut', 'GRAPH_UNREACHABLE'],
  ['Neo.DatabaseError.General.UnknownError', 'GRAPH_UNREACHABLE'],
  ['Neo.TransientError.General.OutOfMemoryError', 'GRAPH_UNREACHABLE'],
  ['Memgraph.TransientError.MemgraphError.MemgraphError', 'GRAPH_UNREACHABLE'],
])('%s is %s', (code, expected) => {
  expect(boltFault(thrown(code), server)).toMatchObject({ code: expected, facts: { server } });
});

test('a certificate that is not trusted is told from a server that is not there, without the driver’s advice', () => {
  const message =
    'Failed to connect to server. Please ensure … Caused by: Server certificate is not trusted. If you trust … ' +
    'Socket responded with: SELF_SIGNED_CERT_IN_CHAIN';
  expect(boltFault(thrown('ServiceUnavailable', message), server)).toMatchObject({
    code: 'GRAPH_UNTRUSTED',
    facts: { reason: 'certificate: SELF_SIGNED_CERT_IN_CHAIN' },
  });
  const refused = 'Failed to connect to server. Please ensure … Caused by: connect ECONNREFUSED 127.0.0.1:7687';
  expect(boltFault(thrown('ServiceUnavailable', refused), server)).toMatchObject({
    code: 'GRAPH_UNREACHABLE',
    facts: { reason: 'connect ECONNREFUSED 127.0.0.1:7687' },
  });
});

test('words in a statement make no certificate of it', () => {
  const error = thrown('Neo.ClientError.Statement.SyntaxError', "Invalid input 'certificate'");
  expect(boltFault(error, server).code).toBe('GRAPH_REFUSED');
});

test('silence, and whatever is no error at all, is a server that cannot be reached', () => {
  expect(boltFault(new Unanswered('a transaction', 300), server)).toMatchObject({
    code: 'GRAPH_UNREACHABLE',
    facts: { reason: 'a transaction was not answered within 300 ms' },
  });
  expect(boltFault('odd', server)).toMatchObject({ code: 'GRAPH_UNREACHABLE', facts: { reason: 'odd' } });
});

test('a reason has a bound', () => {
  expect(String(boltFault(new Error('x'.repeat(5000)), server).facts.reason)).toHaveLength(300);
});

test('only what the server calls transient is worth another try in the same connection', () => {
  expect(isTransient(thrown('Neo.TransientError.Transaction.DeadlockDetected'))).toBe(true);
  expect(isTransient(thrown('ServiceUnavailable'))).toBe(false);
  expect(isTransient('odd')).toBe(false);
});
