import path from 'node:path';

/** Where `npm run real-parts` puts the servers that tests run against; ignored by git, made once, filled by nothing else. */
export const realPartsFolder = path.join(import.meta.dirname, '..', '..', '.cache', 'real-parts');
