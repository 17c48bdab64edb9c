import { join } from 'node:path';

/** The folder of the checkout, wherever the command was given. */
export const projectRoot = join(import.meta.dirname, '..');

export const inProject = (path: string): string => join(projectRoot, path);
