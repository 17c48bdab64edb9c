import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import { protocol } from 'electron';
import { contentSecurityPolicy } from '#shared/contract/content-security-policy.ts';
import { shellOrigin } from './origin.ts';

const scheme = 'app';

const headers = {
  // The window reaches the engine by its port and nothing else by anything.
  'Content-Security-Policy': contentSecurityPolicy({ connectSources: [] }),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Before the shell is ready: a scheme with an origin of its own, so that the page's rules and storage are a secure page's. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** Serves the built window under `app://cockpit/`, and nothing else. */
export async function serveAppProtocol(rendererFolder: string): Promise<void> {
  const files = await listFiles(rendererFolder);
  protocol.handle(scheme, async (request) => {
    const { pathname, protocol: ofUrl, host } = new URL(request.url);
    const file = `${ofUrl}//${host}` === shellOrigin ? files.get(pathname) : undefined;
    if (file === undefined) return new Response('Nothing is served here.', { status: 404, headers });
    if (request.method !== 'GET') return new Response('Only GET is answered here.', { status: 405, headers });
    const type = getMimeType(file) ?? 'application/octet-stream';
    return new Response(await readFile(file), { headers: { ...headers, 'Content-Type': type } });
  });
}

/**
 * URL path to file, listed once: what is not in it cannot be read, whatever a request's path says. Links are left out. Built names hold no
 * character that a URL would escape.
 */
async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [`/${path.relative(folder, file).split(path.sep).join('/')}`, file]));
}
