import { z } from 'zod';

/** Why a person did something; kept in the log. */
export const reasonSchema = z.string().trim().min(3).max(500);
