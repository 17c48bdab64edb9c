import { z } from 'zod';

/**
 * How the day's baseline is known: seen at the broker's midnight; rebuilt afterwards, from the account by taking out what was booked since and valuing
 * what was open at the bars of midnight; or, where such a bar is missing, estimated by the equity of the first report.
 */
export const dayBaselineSourceSchema = z.enum(['observed', 'rebuilt', 'estimated']);

export type DayBaselineSource = z.infer<typeof dayBaselineSourceSchema>;
