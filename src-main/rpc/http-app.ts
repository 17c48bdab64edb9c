import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import { fault } from '#shared/base/fault.ts';
import { contentSecurityPolicy } from '#shared/contract/content-security-policy.ts';
import type { Logger } from '#main/ports/logger.ts';
import { isOwnHost } from './is-own-host.ts';
import { createDocumentApp } from './rest/document-app.ts';
import { createRestApp, type RestService } from './rest/rest-app.ts';
import type { RendererFiles } from './list-renderer-files.ts';

export interface HttpPages extends RestService {
  readonly files: RendererFiles;
  /** Known only once the server listens. */
  readonly port: () => number;
  readonly logger: Logger;
}

/** The built window, a sign of life, the signal service and its document. Everything of the engine's own is behind a token. */
export function createHttpApp({ files, port, logger, ...rest }: HttpPages): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    const host = context.req.header('host');
    if (!isOwnHost(host, port())) {
      return context.json(fault('UNAUTHORIZED', 'The engine does not answer under this name.'), 403);
    }
    await next();
    context.header('Content-Security-Policy', contentSecurityPolicy({ connectSources: [`ws://${host}`] }));
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cross-Origin-Opener-Policy', 'same-origin');
    context.header('Cross-Origin-Resource-Policy', 'same-origin');
    context.header('Cache-Control', 'no-store');
    return undefined;
  });

  app.get('/health', (context) => context.json({ status: 'ok' }));

  app.route('/', createRestApp(rest));
  app.route('/', createDocumentApp(rest));

  app.get('*', async (context) => {
    const file = files.get(context.req.path);
    if (file === undefined) return context.notFound();
    const bytes = await readFile(file);
    return context.body(bytes, 200, { 'Content-Type': getMimeType(file) ?? 'application/octet-stream' });
  });

  app.all('*', (context) =>
    context.json(fault('REQUEST_INVALID', 'Only GET and HEAD are answered here.'), 405, { Allow: 'GET, HEAD' }),
  );

  app.notFound((context) => context.json(fault('REQUEST_INVALID', 'Nothing is served here.'), 404));

  app.onError((error, context) => {
    logger.error('a page could not be served', error, { path: context.req.path });
    return context.json(fault('ENGINE_FAILED', 'The page could not be read; see the log.'), 500);
  });

  return app;
}
