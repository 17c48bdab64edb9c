import type { AccessScope } from '#shared/contract/access-scope.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** What a token allows, and to whom it was given. Of the token itself only a hash is kept. */
export interface AccessGrant {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  readonly createdAtUtcMs: UtcMs;
  /** Null: until it is revoked. */
  readonly expiresAtUtcMs: UtcMs | null;
}

/** The tokens of the data folder. They are read each time, so that one that is made or revoked by another program counts at once. */
export interface AccessTokens {
  /** Null for what is no token, was revoked, or has expired. */
  readonly find: (token: string) => AccessGrant | null;
}
