import type { Evidence } from '#shared/agent/evidence.ts';
import type { Reading } from '../agent-tool.ts';

export const readingOf = (evidence: readonly Evidence[]): Reading => ({ evidence, similar: null, lessons: [] });

/** What a name from outside becomes within an evidence's id. */
export const evidenceKey = (name: string): string => name.replaceAll(/[^!-~]/gu, '_').slice(0, 120);
