/**
 * Whether what is on the screen is alive. `retryAtMs` is on the window's monotonic clock. `otherVersion` and
 * `noKey` do not heal by waiting.
 */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected'; readonly retryAtMs: number }
  | { readonly kind: 'otherVersion'; readonly engineVersion: string }
  | { readonly kind: 'noKey' };
