import type { Question } from '#main/ports/analyst.ts';

/** What a question is about, as one line of JSON for a prompt: names in it are from outside, so it is delimited like everything from there. */
export function subjectOf(question: Question): string {
  const { scenario, symbol } = question;
  const asOf = new Date(question.asOfUtcMs).toISOString();
  switch (question.kind) {
    case 'entry': {
      const { timeframe, signal } = question.decision;
      return JSON.stringify({ scenario, symbol, timeframe, asOf, wish: signal });
    }
    case 'manage': {
      const { side, volume, openPrice, stop, target, openedAtUtcMs } = question.position;
      const openedAt = new Date(openedAtUtcMs).toISOString();
      return JSON.stringify({ scenario, symbol, asOf, position: { side, volume, openPrice, stop, target, openedAt } });
    }
    case 'reflection': {
      const { side, volume, openPrice, openedAtUtcMs, closed, net } = question.trade;
      const openedAt = new Date(openedAtUtcMs).toISOString();
      const closedAt = closed === null ? null : new Date(closed.atUtcMs).toISOString();
      const trade = { side, volume, openPrice, openedAt, closePrice: closed?.price ?? null, closedAt, net };
      return JSON.stringify({ scenario, symbol, asOf, trade, rMultiple: question.rMultiple });
    }
    case 'governance': {
      const { active, override, threshold } = question.governance;
      return JSON.stringify({ asOf, active, override: override?.kind ?? null, threshold });
    }
  }
}
