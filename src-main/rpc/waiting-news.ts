import type { AgentRunNews } from '#shared/contract/agents.ts';
import type { WaitingChanges } from './gathered-stream.ts';

/** How much may wait: words are joined, so their length is bounded too. */
export const waitingNewsMax = 1000;
export const waitingCharactersMax = 256 * 1024;

type Words = Extract<AgentRunNews, { readonly kind: 'words' }>;

/**
 * News of runs that one subscriber has not taken yet. Words of one agent are joined to those of it that wait, as long as nothing else of their run came
 * between: a step that follows words holds them whole, and words that follow it belong behind it.
 */
export function waitingNews(): WaitingChanges<AgentRunNews> {
  let waiting: AgentRunNews[] = [];
  let characters = 0;
  /** By run and speaker: where words still grow. */
  const growing = new Map<string, Map<string, number>>();

  const addWords = (words: Words): void => {
    const { runId, agent, model, isThinking, text } = words;
    characters += text.length;
    const speaker = `${agent} ${model} ${isThinking}`;
    const ofRun = growing.get(runId) ?? new Map<string, number>();
    growing.set(runId, ofRun);
    const place = ofRun.get(speaker);
    const before = place === undefined ? undefined : waiting[place];
    if (place !== undefined && before?.kind === 'words') {
      waiting[place] = { ...before, text: before.text + text };
    } else {
      ofRun.set(speaker, waiting.length);
      waiting.push(words);
    }
  };

  return {
    add: (news) => {
      if (news.kind === 'words') {
        addWords(news);
      } else {
        growing.delete(news.kind === 'stepTaken' ? news.runId : news.summary.runId);
        waiting.push(news);
      }
      return waiting.length <= waitingNewsMax && characters <= waitingCharactersMax;
    },
    isEmpty: () => waiting.length === 0,
    takeAll: () => {
      const news = waiting;
      waiting = [];
      characters = 0;
      growing.clear();
      return news;
    },
  };
}
