/** A bar exists because at least one tick came, so a source that writes zero has no volume to tell. */
export const knownVolume = (tickVolume: number): number | null => (tickVolume === 0 ? null : tickVolume);
