import { z } from 'zod';

/** The text of a small file as what it says in JSON; a text that is none is an issue like any other. */
export const jsonTextSchema = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});
