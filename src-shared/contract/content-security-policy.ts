/**
 * The one policy of the window's pages, sent as a header by whatever serves them. Only what they may connect to differs: nothing where the
 * engine is reached by a port, the server's own WebSocket where it is reached over loopback.
 */
export function contentSecurityPolicy({ connectSources }: { readonly connectSources: readonly string[] }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connectSources.length === 0 ? "'none'" : connectSources.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
