import { z } from 'zod';

/** Fewer letters say nothing, more are a letter. */
export const reasonLengths = { min: 3, max: 500 } as const;

/** Why a person did something; kept in the log. */
export const reasonSchema = z.string().trim().min(reasonLengths.min).max(reasonLengths.max);
