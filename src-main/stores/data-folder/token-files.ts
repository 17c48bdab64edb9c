import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { accessScopeSchema, type AccessScope } from '#shared/contract/access-scope.ts';
import { utcMsSchema, type UtcMs } from '#shared/units/utc-ms.ts';
import type { AccessGrant } from '#main/ports/access-tokens.ts';
import type { Rng } from '#main/ports/rng.ts';
import { unusableDataFolder, type DataFolder } from './data-folder.ts';
import { jsonTextSchema } from './json-text.ts';
import { readFileIfThere } from './private-file.ts';

/** A name is part of the token and of its file: nothing in it can lead out of the folder. */
const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

const secretBytes = 32;

const grantFileSchema = jsonTextSchema.pipe(
  z.object({
    name: z.string().regex(namePattern),
    scopes: z.array(accessScopeSchema).min(1).readonly(),
    createdAtUtcMs: utcMsSchema,
    expiresAtUtcMs: utcMsSchema.nullable(),
    /** SHA-256 of the secret: it is 256 random bits, which no dictionary holds. */
    secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);

/**
 * Makes a token `NAME.SECRET` and keeps its hash in a file of its own, so that programs which make and revoke tokens at the same time cannot undo each
 * other. What is returned is nowhere else. REQUEST_INVALID for a name that is taken or none and for an end that has
 * passed, DATA_FOLDER_UNUSABLE.
 */
export function createToken(
  folder: DataFolder,
  wish: { readonly name: string; readonly scopes: readonly AccessScope[]; readonly expiresAtUtcMs: UtcMs | null },
  { nowUtcMs, rng }: { readonly nowUtcMs: UtcMs; readonly rng: Rng },
): Result<{ readonly token: string; readonly grant: AccessGrant }, Fault> {
  const { name, expiresAtUtcMs } = wish;
  if (!namePattern.test(name)) return err(nameInvalid(name));
  if (expiresAtUtcMs !== null && expiresAtUtcMs <= nowUtcMs) return err(alreadyExpired(expiresAtUtcMs));
  const secret = Buffer.from(rng.bytes(secretBytes)).toString('base64url');
  const grant: AccessGrant = {
    name,
    scopes: accessScopeSchema.options.filter((scope) => wish.scopes.includes(scope)),
    createdAtUtcMs: nowUtcMs,
    expiresAtUtcMs,
  };
  const kept = JSON.stringify({ ...grant, secretHash: hashOf(secret).toString('hex') });
  try {
    mkdirSync(folder.tokensFolder, { recursive: true, mode: 0o700 });
    return writeNewFile(fileOf(folder, name), `${kept}\n`)
      ? ok({ token: `${name}.${secret}`, grant })
      : err(nameTaken(name));
  } catch (error) {
    return err(unusableDataFolder(folder.path, error));
  }
}

/** By their names. A file that is no token is left out: it opens nothing. DATA_FOLDER_UNUSABLE. */
export function listTokens(folder: DataFolder): Result<readonly AccessGrant[], Fault> {
  try {
    return ok(
      namesIn(folder)
        .map((name) => readGrant(folder, name))
        .filter((kept) => kept !== null)
        .map(({ grant }) => grant),
    );
  } catch (error) {
    return err(unusableDataFolder(folder.path, error));
  }
}

/** From now on the token opens nothing. TOKEN_UNKNOWN, DATA_FOLDER_UNUSABLE. */
export function revokeToken(folder: DataFolder, name: string): Result<void, Fault> {
  if (!namePattern.test(name)) return err(nameInvalid(name));
  try {
    rmSync(fileOf(folder, name));
    return ok(undefined);
  } catch (error) {
    return err(hasCode(error, 'ENOENT') ? nameUnknown(name) : unusableDataFolder(folder.path, error));
  }
}

/**
 * What a token allows by now, read from its file each time; null for one that is none, was revoked or has expired. The secrets are compared by their
 * hashes, in constant time.
 */
export function findToken(folder: DataFolder, token: string, nowUtcMs: UtcMs): AccessGrant | null {
  const dot = token.indexOf('.');
  const name = token.slice(0, Math.max(dot, 0));
  if (!namePattern.test(name)) return null;
  const kept = readGrant(folder, name);
  if (kept === null || !timingSafeEqual(hashOf(token.slice(dot + 1)), kept.secretHash)) return null;
  const { expiresAtUtcMs } = kept.grant;
  return expiresAtUtcMs === null || nowUtcMs < expiresAtUtcMs ? kept.grant : null;
}

const extension = '.json';

/** The prefix keeps names of devices, which Windows reserves, from being names of files. */
const fileOf = (folder: DataFolder, name: string): string =>
  path.join(folder.tokensFolder, `token-${name}${extension}`);

function namesIn(folder: DataFolder): readonly string[] {
  try {
    return readdirSync(folder.tokensFolder)
      .map((file) => /^token-(.+)\.json$/.exec(file)?.[1] ?? '')
      .filter((name) => namePattern.test(name))
      .sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

interface KeptToken {
  readonly grant: AccessGrant;
  readonly secretHash: Buffer;
}

function readGrant(folder: DataFolder, name: string): KeptToken | null {
  const parsed = grantFileSchema.safeParse(readFileIfThere(fileOf(folder, name)));
  if (!parsed.success || parsed.data.name !== name) return null;
  const { secretHash, ...grant } = parsed.data;
  return { grant, secretHash: Buffer.from(secretHash, 'hex') };
}

/** False where it is there already: the name would change hands. What could not be written whole is not left behind: the name stays free. */
function writeNewFile(file: string, text: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'wx', 0o600);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  let isWhole = false;
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
    isWhole = true;
  } finally {
    closeSync(handle);
    if (!isWhole) rmSync(file, { force: true });
  }
  return true;
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const nameInvalid = (name: string): Fault =>
  fault('REQUEST_INVALID', 'A token’s name has up to 32 small letters, digits and hyphens, such as “grafana-1”.', {
    name,
  });

const nameTaken = (name: string): Fault =>
  fault(
    'REQUEST_INVALID',
    `A token named ${name} is there already; nothing was changed. Revoke it first, or choose another name.`,
    {
      name,
    },
  );

const alreadyExpired = (expiresAtUtcMs: UtcMs): Fault =>
  fault('REQUEST_INVALID', 'The token would have expired already; nothing was made.', { expiresAtUtcMs });

const nameUnknown = (name: string): Fault =>
  fault('TOKEN_UNKNOWN', `No token is named ${name}; see “ats token list”.`, { name });
