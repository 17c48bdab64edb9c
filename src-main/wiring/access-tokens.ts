import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { AccessScope } from '#shared/contract/access-scope.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { AccessGrant } from '#main/ports/access-tokens.ts';
import { createDataFolder, dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { createToken, listTokens, revokeToken } from '#main/stores/data-folder/token-files.ts';
import { systemWallClock } from './system-clocks.ts';
import { systemRng } from './system-rng.ts';

export interface AccessWish {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  /** Null: until it is revoked. */
  readonly expiresAtUtcMs: UtcMs | null;
}

/** Makes a token of a data folder; a running engine takes it from then on. See `createToken`. */
export function createAccessToken(
  folder: string,
  wish: AccessWish,
): Result<{ readonly token: string; readonly grant: AccessGrant }, Fault> {
  const created = createDataFolder(folder);
  if (!created.ok) return created;
  return createToken(created.value, wish, { nowUtcMs: systemWallClock.nowUtcMs(), rng: systemRng });
}

/** The tokens of a data folder, each with whether it has expired. */
export function listAccessTokens(
  folder: string,
): Result<readonly (AccessGrant & { readonly isExpired: boolean })[], Fault> {
  const listed = listTokens(dataFolderAt(folder));
  if (!listed.ok) return listed;
  const now = systemWallClock.nowUtcMs();
  return ok(
    listed.value.map((grant) => ({
      ...grant,
      isExpired: grant.expiresAtUtcMs !== null && grant.expiresAtUtcMs <= now,
    })),
  );
}

/** A running engine refuses it from then on, and ends the streams that it opened. */
export const revokeAccessToken = (folder: string, name: string): Result<void, Fault> =>
  revokeToken(dataFolderAt(folder), name);
