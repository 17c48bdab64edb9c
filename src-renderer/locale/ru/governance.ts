import type { governance as english } from '../en/governance.ts';
import type { Texts } from '../texts.ts';

export const governance: Texts<typeof english> = {
  governance: {
    title: 'Какой сценарий может входить',
    scenario: 'Сценарий',
    none: 'Счёта ещё не было: первый скажет, с какого сценария начать.',
    name: { A: 'A · внутри дня', B: 'B · свинг' },
    held: 'удержан',
    forced: 'назначен',
    byDeposit: 'по депозиту',
    override: '{{actor}}: {{reason}}',
    since: 'С {{since}}',
    both: 'Решают всегда оба; входы другого отклоняются и записываются. Сделка принадлежит сценарию, который её открыл, пока не закрыта.',
    deposit: 'Депозит',
    depositTitle: 'Средства без кредита, в долларах США. Для другой валюты здесь нет курса: нет данных, но не догадка.',
    noData: 'нет данных',
    atLeast: '{{scenario}} от {{deposit}} USD',
    below: '{{scenario}} ниже {{deposit}} USD',
    closes: 'дней: {{count}} из {{all}}',
    closesTitle:
      'Закрытия дня брокера подряд, которые все говорят за сценарий {{scenario}}. Внутри дня ничего не переключается.',
    progress: 'Закрытия, которые говорят за сценарий {{scenario}}',
    close: '{{day}}: {{deposit}}',
    reason: 'Причина удержать, назначить или отпустить',
    reasonNeeded: 'Укажите причину, хотя бы 3 буквы.',
    hold: 'Удержать {{scenario}}',
    holdTitle: 'Сценарий {{scenario}} останется, пока вы его не отпустите, что бы ни было с депозитом.',
    force: 'Назначить {{scenario}}',
    forceTitle: 'С этого момента торгует сценарий {{scenario}}, пока вы его не отпустите.',
    release: 'Отпустить',
    releaseTitle: 'Снова решает депозит, со следующего закрытия дня брокера.',
    refused: 'Ничего не изменено.',
  },
};
