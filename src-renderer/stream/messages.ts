import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Something that happened and that the trader may want to read again. Kept for the session, newest first. */
export interface Message {
  readonly id: number;
  readonly atUtcMs: number;
  /** On the window's monotonic clock: how long ago it was. */
  readonly atMs: number;
  readonly tone: 'neutral' | 'warning' | 'fault';
  readonly title: string;
  readonly text: string;
}

const messagesMax = 200;

const messages = createStore<readonly Message[]>(() => []);

let count = 0;

export function addMessage(message: Omit<Message, 'id' | 'atUtcMs' | 'atMs'>): void {
  count += 1;
  const added: Message = { ...message, id: count, atUtcMs: Date.now(), atMs: performance.now() };
  messages.setState((before) => [added, ...before].slice(0, messagesMax), true);
}

export const useMessages = (): readonly Message[] => useStore(messages);
