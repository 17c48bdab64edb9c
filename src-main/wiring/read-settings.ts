import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { settingsSchema, type Settings, type SettingsWish } from './settings.ts';

/** The seeded market of the simulated terminal moves by the minute: deciding on H4 would show nothing for days. */
const simulatedTimeframe = 'M5';

/**
 * Defaults, overlaid by `settings.json` of the data folder, by ATS_SETTINGS (the same JSON), and by what the command line says. Whatever
 * cannot be read is SETTINGS_INVALID and names the place; nothing is guessed.
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
  const sources: readonly (readonly [string, string | null])[] = [
    [file, existsSync(file) ? readFileSync(file, 'utf8') : null],
    ['ATS_SETTINGS', environment.ATS_SETTINGS ?? null],
  ];
  let wish: JsonObject = {};
  for (const [source, text] of sources) {
    if (text === null) continue;
    const parsed = parseObject(text);
    if (parsed === null) return err(invalid(source, 'it is not a JSON object'));
    wish = overlay(wish, parsed);
  }
  wish = overlay(wish, flags);
  const settings = settingsSchema.safeParse(overlay(simulatedDefaults(wish), wish));
  return settings.success ? ok(settings.data) : err(invalid('the settings', z.prettifyError(settings.error)));
}

type JsonObject = Readonly<Record<string, unknown>>;

const simulatedDefaults = (wish: JsonObject): JsonObject =>
  wish.terminal === 'mt5' ? {} : { scenarioB: { timeframe: simulatedTimeframe } };

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
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

const invalid = (source: string, why: string): Fault =>
  fault(
    'SETTINGS_INVALID',
    `${source} cannot be used: ${why}. Nothing was started or changed; correct it and start again.`,
    {
      source,
    },
  );
