import type { z } from 'zod';

/**
 * A schema whose output carries our own mark. The guard is the mark's own check, so a parsed value has passed what the constructor
 * demands; the cast is the one place where zod's type is told so.
 */
export function brandedSchema<Marked extends Raw, Raw extends number | string>(
  raw: z.ZodType<Raw, Raw>,
  guard: (value: Raw) => boolean,
  message: string,
): z.ZodType<Marked, Raw> {
  return raw.refine(guard, message) as unknown as z.ZodType<Marked, Raw>;
}
