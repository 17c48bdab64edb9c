import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { AccessTokens } from '#main/ports/access-tokens.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { ContractServer } from '../contract-server.ts';
import { admitRequest, type Access } from './admit-request.ts';
import { readBody } from './read-body.ts';
import { restRoutes } from './routes.ts';
import { statusOfFault, type RefusalStatus } from './status-of-fault.ts';
import { TokenBuckets } from './token-bucket.ts';

export interface RestService {
  readonly contractServer: ContractServer;
  readonly sessionToken: string;
  readonly tokens: AccessTokens;
  readonly programVersion: string;
  readonly monotonicClock: MonotonicClock;
}

/** An approval's parameters are the largest request. */
export const bodyBytesMax = 64 * 1024;

/** Of one token. A program that looks once a second stays far below. */
export const rateMax = { burst: 40, perSecond: 20 } as const;

interface Admitted {
  readonly Variables: { readonly access: Access };
}

/**
 * The routes of the contract for programs, each behind the same guards: no other site's page, a token, not too often, JSON alone and not too much of it.
 * That the host is ours was checked before. What a token may do is checked where the procedure is known.
 */
export function createRestApp({ contractServer, sessionToken, tokens, monotonicClock }: RestService): Hono<Admitted> {
  const app = new Hono<Admitted>();
  const buckets = new TokenBuckets(rateMax, monotonicClock);
  const admit = (context: Context): ReturnType<typeof admitRequest> =>
    admitRequest(context.req.header('authorization'), { sessionToken, tokens });

  const fromOurPage: MiddlewareHandler = async (context, next) => {
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== `http://${context.req.header('host') ?? ''}`) {
      return context.json(fault('UNAUTHORIZED', 'Pages of other sites are not answered.'), 403);
    }
    await next();
    return undefined;
  };

  const withToken: MiddlewareHandler<Admitted> = async (context, next) => {
    const access = admit(context);
    // Whoever guesses shares one bucket with all that guess, and takes nothing from those who know.
    const waitMs = buckets.take(access.ok ? access.value.name : 'whoever guesses');
    if (waitMs > 0) return tooOften(context, waitMs);
    if (!access.ok) {
      context.header('WWW-Authenticate', 'Bearer realm="ATS Cockpit"');
      return refuse(context, access.error);
    }
    context.set('access', access.value);
    await next();
    return undefined;
  };

  const answer = async (context: Context<Admitted>): Promise<Response> => {
    const { name, scopes } = context.get('access');
    const isAdmitted = (): boolean => {
      const now = admit(context);
      return now.ok && now.value.name === name;
    };
    const request = await plainRequest(context);
    if (request === null) return refuse(context, tooLong, 413);
    const response = await contractServer.answer(request, { scopes, isAdmitted });
    return response ?? refuse(context, fault('REQUEST_INVALID', 'Nothing is served here.'), 404);
  };

  for (const [path, methods] of methodsByPath()) {
    for (const method of methods) {
      const guards = [fromOurPage, withToken, ...(method === 'POST' ? [asJson] : [])];
      app.on([method], [path], ...guards, answer);
    }
    app.all(path, fromOurPage, (context) => notOffered(context, methods.join(', ')));
  }
  return app;
}

/** All that counts of a request, in the platform's own form; null where its body is too long. */
async function plainRequest({ req }: Context): Promise<Request | null> {
  const { signal } = req.raw;
  // HEAD is answered as GET; the web framework leaves the body out.
  if (req.method !== 'POST') return new Request(req.url, { signal });
  const body = await readBody(req.raw, bodyBytesMax);
  return body === null
    ? null
    : new Request(req.url, { method: 'POST', signal, body, headers: { 'Content-Type': 'application/json' } });
}

const tooLong = fault('REQUEST_INVALID', 'The request is too long.', { bodyBytesMax });

const asJson: MiddlewareHandler = async (context, next) => {
  const [mediaType = ''] = (context.req.header('content-type') ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    return context.json(fault('REQUEST_INVALID', 'Requests are JSON: send “Content-Type: application/json”.'), 415);
  }
  await next();
  return undefined;
};

/** By paths as the web framework writes them. */
function methodsByPath(): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of restRoutes()) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(pattern, [...(methods.get(pattern) ?? []), method]);
  }
  return methods;
}

const refuse = (context: Context, refused: Fault, status: RefusalStatus = statusOfFault(refused.code)): Response =>
  context.json(refused, status);

function tooOften(context: Context, waitMs: number): Response {
  const retryAfterS = Math.ceil(waitMs / 1000);
  context.header('Retry-After', String(retryAfterS));
  return refuse(
    context,
    fault('RATE_LIMITED', 'Too many requests came at once; wait, and ask less often.', { retryAfterS }),
  );
}

function notOffered(context: Context, allowed: string): Response {
  context.header('Allow', allowed);
  return refuse(context, fault('REQUEST_INVALID', `Only ${allowed} is answered here.`), 405);
}
