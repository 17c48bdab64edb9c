import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { settingsSchema, type Settings, type SettingsWish } from './settings.ts';

/** The seeded market of the simulated terminal moves by the minute: deciding on H4 would show nothing for days. */
const simulatedDefaults: SettingsWish = { scenarioB: { timeframe: 'M5' } };

/**
 * Defaults, overlaid by `settings.json` of the data folder, by ATS_SETTINGS (the same JSON), and by what the command line says. Each has to
 * be right on top of those below it: whatever cannot be used is SETTINGS_INVALID and names its place; nothing is guessed.
 */
export function readSettings({
  folder,
  environment,
  flags,
}: {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: SettingsWish;
}): Result<Settings, Fault> {
  const file = path.join(folder, 'settings.json');
  const sources: readonly (readonly [string, Result<JsonObject, string>])[] = [
    [file, objectIn(readIfThere(file))],
    ['ATS_SETTINGS', objectIn(ok(environment.ATS_SETTINGS ?? null))],
    ['the command line', ok(flags)],
  ];
  let wish: JsonObject = {};
  let settings = settingsSchema.parse(simulatedDefaults);
  for (const [source, said] of sources) {
    if (!said.ok) return err(invalid(source, said.error));
    wish = overlay(wish, said.value);
    const parsed = settingsSchema.safeParse(wish.terminal === 'mt5' ? wish : overlay(simulatedDefaults, wish));
    if (!parsed.success) return err(invalid(source, describe(parsed.error)));
    settings = parsed.data;
  }
  return ok(settings);
}

type JsonObject = Readonly<Record<string, unknown>>;

function readIfThere(file: string): Result<string | null, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    // A data folder that is a file holds no settings; it is refused where it is opened.
    return error.code === 'ENOENT' || error.code === 'ENOTDIR' ? ok(null) : err(error.message);
  }
}

function objectIn(text: Result<string | null, string>): Result<JsonObject, string> {
  if (!text.ok) return text;
  if (text.value === null) return ok({});
  try {
    const value: unknown = JSON.parse(text.value);
    return isObject(value) ? ok(value) : err('it is not a JSON object');
  } catch (error) {
    if (error instanceof SyntaxError) return err(`it is not JSON: ${error.message}`);
    throw error;
  }
}

/** The upper one wins member by member; what it leaves undefined stays. */
function overlay(lower: JsonObject, upper: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    if (value === undefined) continue;
    const below = merged[key];
    merged[key] = isObject(value) && isObject(below) ? overlay(below, value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const describe = ({ issues }: z.ZodError): string =>
  issues.map(({ path: at, message }) => [...(at.length > 0 ? [at.join('.')] : []), message].join(': ')).join('; ');

const invalid = (source: string, why: string): Fault =>
  fault(
    'SETTINGS_INVALID',
    `${source} cannot be used: ${why.replace(/\.$/, '')}. Nothing was started or changed; correct it and start again.`,
    { source },
  );
