"""The benchmark's rules in backtesting.py, on the bars that the benchmark wrote.

Usage: donchian.py BARS.f64 '{"riskRatio": ..., "stopAtr": ..., ...}'

BARS holds the columns open, high, low, close one after the other as little-endian doubles. One unit is the smallest volume, so that whole
units are volumes on the step. Prints one line of JSON; what is timed is Backtest.run() alone, after one shorter run that warms up.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy

TERMS = json.loads(sys.argv[2])
WARM_UP_BARS = 20_000


def highest_before(values, bars):
    return pd.Series(values).rolling(bars).max().shift(1).to_numpy()


def lowest_before(values, bars):
    return pd.Series(values).rolling(bars).min().shift(1).to_numpy()


def wilder_atr(high, low, close, bars):
    previous = np.roll(close, 1)
    ranges = np.maximum(high - low, np.maximum(np.abs(high - previous), np.abs(low - previous)))
    seeded = ranges.copy()
    seeded[bars] = ranges[1 : bars + 1].mean()
    smoothed = pd.Series(seeded[bars:]).ewm(alpha=1 / bars, adjust=False).mean().to_numpy()
    return np.concatenate([np.full(bars, np.nan), smoothed])


class Donchian(Strategy):
    def init(self):
        high, low, close = (np.asarray(it) for it in (self.data.High, self.data.Low, self.data.Close))
        self.entry_high = self.I(highest_before, high, TERMS["entryBars"], plot=False)
        self.entry_low = self.I(lowest_before, low, TERMS["entryBars"], plot=False)
        self.exit_high = self.I(highest_before, high, TERMS["exitBars"], plot=False)
        self.exit_low = self.I(lowest_before, low, TERMS["exitBars"], plot=False)
        self.atr = self.I(wilder_atr, high, low, close, TERMS["atrBars"], plot=False)

    def next(self):
        close = self.data.Close[-1]
        if self.position:
            if self.position.is_long and close < self.exit_low[-1]:
                self.position.close()
            elif self.position.is_short and close > self.exit_high[-1]:
                self.position.close()
            return
        if close > self.entry_high[-1]:
            self.enter(self.buy, close, -1)
        elif close < self.entry_low[-1]:
            self.enter(self.sell, close, 1)

    def enter(self, order, close, sign):
        distance = TERMS["stopAtr"] * self.atr[-1]
        loss = distance + TERMS["spread"] + 2 * TERMS["commissionPerUnit"]
        units = int(self.equity * TERMS["riskRatio"] / loss)
        if units >= 1:
            order(size=units, sl=close + sign * distance)


def main():
    columns = np.fromfile(sys.argv[1], dtype="<f8").reshape(4, -1)
    minutes = pd.date_range("2021-01-04", periods=columns.shape[1], freq="min")
    bars = pd.DataFrame(dict(zip(("Open", "High", "Low", "Close"), columns)), index=minutes)
    terms = dict(
        cash=TERMS["balance"],
        spread=TERMS["spread"] / float(bars.Close.mean()),
        commission=lambda size, price: abs(size) * TERMS["commissionPerUnit"],
        margin=TERMS["marginRatio"],
        finalize_trades=True,
    )
    warnings.simplefilter("ignore")
    Backtest(bars.iloc[:WARM_UP_BARS], Donchian, **terms).run()
    backtest = Backtest(bars, Donchian, **terms)
    began = time.perf_counter()
    stats = backtest.run()
    seconds = time.perf_counter() - began
    print(json.dumps(dict(seconds=seconds, trades=int(stats["# Trades"]), equity=float(stats["Equity Final [$]"]))))


main()
