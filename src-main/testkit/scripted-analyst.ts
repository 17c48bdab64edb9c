import { assertDefined } from '#shared/base/assert.ts';
import type { Analyst, Answer, EndedTicket, Question, Standing } from '#main/ports/analyst.ts';

/** An analyst that a test speaks for: it keeps what it was asked and told, and answers when it is bidden. */
export interface ScriptedAnalyst extends Analyst {
  readonly asked: readonly Question[];
  readonly told: readonly EndedTicket[];
  readonly standings: readonly (readonly Standing[])[];
  /** The newest question of a kind. */
  readonly question: <Kind extends Question['kind']>(kind: Kind) => Extract<Question, { kind: Kind }>;
  /** Answers the newest question; as often as it is called. */
  readonly answer: (answer: Answer) => void;
  /** From now on every question is answered at once, as it is asked. */
  readonly answerWith: (answerTo: (question: Question) => Answer) => void;
}

export function createScriptedAnalyst(): ScriptedAnalyst {
  const asked: Question[] = [];
  const told: EndedTicket[] = [];
  const standings: (readonly Standing[])[] = [];
  let reply: ((answer: Answer) => void) | null = null;
  let answerTo: ((question: Question) => Answer) | null = null;
  return {
    asked,
    told,
    standings,
    ask: (question, answer) => {
      asked.push(question);
      reply = answer;
      if (answerTo !== null) answer(answerTo(question));
    },
    tell: (ended) => {
      told.push(ended);
    },
    takeUp: (taken) => {
      standings.push(taken);
    },
    question: <Kind extends Question['kind']>(kind: Kind) => {
      const found = asked.findLast((it) => it.kind === kind);
      return assertDefined(found, `a question of ${kind} was asked`) as Extract<Question, { kind: Kind }>;
    },
    answer: (answer) => {
      assertDefined(reply, 'something was asked')(answer);
    },
    answerWith: (answers) => {
      answerTo = answers;
    },
  };
}
