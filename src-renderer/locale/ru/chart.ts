import type { chart as english } from '../en/chart.ts';
import type { Texts } from '../texts.ts';

export const chart: Texts<typeof english> = {
  chart: {
    symbol: 'Символ',
    timeframe: 'Период',
    zone: 'Часовой пояс графика и таблиц',
    zoneUtc: 'Время по UTC',
    zoneLocalShort: 'Местное',
    zoneLocal: 'Время этого компьютера ({{zone}})',
    label: 'Свечи {{symbol}} {{timeframe}}',
    source: 'источник: {{source}}',
    sourceName: { terminal: 'терминал', import: 'импорт' },
    closesIn: 'закроется через {{time}}',
    open: 'О',
    high: 'Макс',
    low: 'Мин',
    close: 'З',
    volume: 'Объём',
    loading: 'Загрузка свечей…',
    noBars: 'Свечей этого ряда пока нет. Они появятся с первой закрытой свечой; прежние приходят с импортом.',
    noSymbol: 'Символов пока нет',
    noSymbolHint: 'Символы появляются, когда подключается терминал.',
    toLive: 'К последней',
    credit: 'Графики: TradingView',
    pick: 'Нажмите на свечу',
  },
};
