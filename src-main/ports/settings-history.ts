import type { JsonValue } from '#shared/base/json-value.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

export interface UsedSettings {
  /** SHA-256 of their canonical JSON, lower-case hexadecimal. */
  readonly hash: string;
  readonly firstUsedUtcMs: UtcMs;
  readonly settings: JsonValue;
}

/** Each distinct set of effective settings, and from which event on it was in force. The file that a person writes stays the file. */
export interface SettingsHistory {
  /** From the next event on these, plain JSON, are in force; said again, it changes nothing. */
  readonly use: (settings: object) => void;
  /** What an event was made under; null for events before the first use. */
  readonly at: (sequence: number) => UsedSettings | null;
}
