/** What a colour means: up and down are directions of money, amber warns, blue invites, red alarms. Never the only carrier of meaning. */
export type Tone = 'neutral' | 'up' | 'down' | 'warning' | 'fault' | 'accent';

/** The direction of an amount. */
export const toneOf = (value: number | null | undefined): Tone =>
  value === null || value === undefined || value === 0 ? 'neutral' : value > 0 ? 'up' : 'down';
