import { useTranslation } from 'react-i18next';

export interface StepWords {
  /** Of a reading or a tool. */
  readonly toolName: (tool: string) => string;
  /** Of a node of the graphs. */
  readonly nodeName: (node: string) => string;
}

/** Steps of a run in the trader's language; what this version does not know keeps its own name. */
export function useStepWords(): StepWords {
  const { t, i18n } = useTranslation();
  const wordAt = (keys: readonly string[]): string | null => {
    const known = keys.find((key) => i18n.exists(key));
    return known === undefined ? null : t(known as 'agentName.signal');
  };
  const toolName = (tool: string): string => wordAt([`agentReading.${tool}`]) ?? tool;
  return {
    toolName,
    nodeName: (node) => {
      const [, reading] = /^gather (.+)$/.exec(node) ?? [];
      if (reading !== undefined) return toolName(reading);
      return wordAt([`agentName.${node}`, `phase.${node}`, `agentNode.${node}`]) ?? node;
    },
  };
}
