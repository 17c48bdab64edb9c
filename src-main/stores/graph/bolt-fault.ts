import type { FaultCode } from '#shared/base/fault-codes.ts';
import { fault, type Fault } from '#shared/base/fault.ts';

/** A call that was not answered in its time. */
export class Unanswered extends Error {
  constructor(what: string, ms: number) {
    super(`${what} was not answered within ${ms} ms`);
    this.name = 'Unanswered';
  }
}

/**
 * What an error of the driver, or a silence, means for us; `server` is the address without anything secret. Only a statement that can never succeed is
 * GRAPH_REFUSED: whatever a server may overcome, or a person may mend there, is GRAPH_UNREACHABLE and worth another try.
 */
export function boltFault(error: unknown, server: string): Fault {
  const reason = reasonOf(error);
  const code = faultCodeOf(codeOf(error), reason);
  return fault(code, `${sentences[code](server)} (${reason})`, { server, reason });
}

type BoltFaultCode = Extract<FaultCode, `GRAPH_${string}`>;

const nothingIsLost = 'Nothing is lost: the embedded graph has all of it and answers meanwhile.';

const sentences: Readonly<Record<BoltFaultCode, (server: string) => string>> = {
  GRAPH_UNREACHABLE: (server) =>
    `The graph server at ${server} cannot be reached or does not answer. ${nothingIsLost} It is tried again; look whether it runs.`,
  GRAPH_UNAUTHORIZED: (server) =>
    `The graph server at ${server} does not take this user and password, or not for what is needed. ${nothingIsLost} Check memory.graph.user, and ` +
    'ATS_GRAPH_PASSWORD or the file graph-password; it is tried again after a while, so that nobody is locked out.',
  GRAPH_UNTRUSTED: (server) =>
    `The certificate of the graph server at ${server} is not trusted. ${nothingIsLost} Name its authority in memory.graph.certificateFile, ` +
    'or find out who answers there.',
  GRAPH_REFUSED: (server) => `The graph server at ${server} refused what it was asked for. ${nothingIsLost}`,
};

function faultCodeOf(code: string, reason: string): BoltFaultCode {
  if (!code.includes('.')) return /certificate/i.test(reason) ? 'GRAPH_UNTRUSTED' : 'GRAPH_UNREACHABLE';
  if (code.includes('.Security.')) return 'GRAPH_UNAUTHORIZED';
  return refusals.test(code) ? 'GRAPH_REFUSED' : 'GRAPH_UNREACHABLE';
}

/** Memgraph has one code for all that it blames on the client. */
const refusals = /^(?:Neo\.ClientError\.(?:Statement|Schema|Procedure)|Memgraph\.ClientError\.MemgraphError)\./;

/** Worth an immediate second try in the same connection: two transactions stood in each other's way, or the like. */
export const isTransient = (error: unknown): boolean => codeOf(error).includes('.TransientError.');

const reasonCharsMax = 300;

/** The driver surrounds what happened with advice about its own options. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, socket] = /Socket responded with: (?:Error: )?(.*)/s.exec(message) ?? [];
  const [, cause] = /Caused by: (.*)/s.exec(message) ?? [];
  const told = socket === undefined ? (cause ?? message) : `certificate: ${socket}`;
  const code = codeOf(error);
  return `${code.includes('.') ? `${code}: ` : ''}${told}`.slice(0, reasonCharsMax);
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
