import type { OpenAPI } from '@orpc/openapi';
import { Hono } from 'hono';
import { documentPaths } from './document-paths.ts';
import type { RestService } from './rest-app.ts';

/**
 * What the signal service offers, for programs and for people. It needs no token, as it tells nothing of this cockpit, and is made when it is first asked
 * for: what makes it is loaded then.
 */
export function createDocumentApp({ programVersion }: Pick<RestService, 'programVersion'>): Hono {
  const app = new Hono();
  let made: Promise<OpenAPI.Document> | null = null;
  const make = async (): Promise<OpenAPI.Document> => {
    const { openApiDocument } = await import('./open-api-document.ts');
    return openApiDocument(programVersion);
  };
  const document = (): Promise<OpenAPI.Document> => (made ??= make());

  app.get(documentPaths.document, async (context) => context.json(await document()));
  app.get(documentPaths.page, async (context) => {
    const { documentPage } = await import('./document-page.ts');
    return context.html(documentPage(await document()));
  });
  app.get(documentPaths.style, async (context) => {
    const { documentStyle } = await import('./document-style.ts');
    return context.body(documentStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' });
  });
  return app;
}
