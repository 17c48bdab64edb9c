import { fault, FaultError } from '#shared/base/fault.ts';

/** What Chroma's client throws where the request itself is at fault: the server's 400 and 422, and what the client finds before it asks. */
const refusals = new Set([
  ...['ChromaClientError', 'ChromaValueError', 'ChromaQuotaExceededError'],
  ...['InvalidArgumentError', 'InvalidCollectionError'],
]);

/** Of a status that the client has no name for, it leaves only words. */
const furtherRefusal = /^4\d\d: /;

/**
 * What a failed request means to those who asked. Refused: the same request will be refused again. Unreachable: all else, also a server that wants a
 * password, that lacks what was asked for, or that is not a Chroma: there nothing is wrong with what it was to take.
 */
export function chromaFault(
  error: unknown,
  { url, waitedMs }: { readonly url: URL; readonly waitedMs: number | null },
): FaultError {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const reason =
    waitedMs !== null
      ? `no answer within ${waitedMs} ms`
      : name === 'ChromaConnectionError'
        ? 'no connection'
        : message;
  const facts = { url: url.origin, reason };
  if (waitedMs === null && (refusals.has(name) || furtherRefusal.test(message)))
    return new FaultError(
      fault(
        'VECTORS_REFUSED',
        `Chroma refuses what it was asked: ${reason}. Nothing was lost: the store has all of it.`,
        facts,
      ),
      { cause: error },
    );
  return new FaultError(unreachable(facts), { cause: error });
}

/** For a server of which no address is known yet. */
export const noChromaFault = (reason: string): FaultError => new FaultError(unreachable({ url: null, reason }));

/** Whether a request failed since there is no such collection. */
export const isGone = (error: unknown): boolean =>
  error instanceof FaultError && error.cause instanceof Error && error.cause.name === 'ChromaNotFoundError';

function unreachable(facts: { readonly url: string | null; readonly reason: string }) {
  const where = facts.url === null ? '' : ` at ${facts.url}`;
  return fault(
    'VECTORS_UNREACHABLE',
    `Chroma${where} does not answer as it should: ${facts.reason}. Nothing was lost: the store's own vectors are searched until it does.`,
    facts,
  );
}
