"""The metrics once more, in NumPy and apart from the code they check.

    python metrics_reference.py > metrics-reference.json

Returns and trades are drawn by a congruential generator of whole numbers, so that every NumPy gives the same ones.
"""

import json

import numpy as np

DAYS, TRADES, DAYS_PER_YEAR, YEARS = 780, 250, 260.0, 3.0


def uniform(count, state):
    """Lehmer's generator with Park and Miller's constants (Communications of the ACM 31, 1988)."""
    numbers = []
    for _ in range(count):
        state = state * 48271 % 2147483647
        numbers.append(state / 2147483647)
    return np.array(numbers), state


def tail(returns, confidence):
    threshold = np.quantile(returns, 1 - confidence)
    return -threshold, -returns[returns <= threshold].mean()


def longest(flags):
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(int), [0]))))
    return int((edges[1::2] - edges[::2]).max())


# Sums of four are bell-shaped enough; every fifth day is flat, every fiftieth wild.
drawn, state = uniform(4 * DAYS, 20261)
daily = np.round((drawn.reshape(DAYS, 4).sum(axis=1) - 1.93) * 0.009, 6)
daily[::5] = 0.0
daily[7::50] *= 3.0
daily = np.round(daily, 6)

index = np.concatenate(([1.0], np.cumprod(1 + daily)))
fall = 1 - index / np.maximum.accumulate(index)
total = index[-1] - 1
cagr = index[-1] ** (1 / YEARS) - 1
var95, cvar95 = tail(daily, 0.95)
var99, cvar99 = tail(daily, 0.99)

drawn, _ = uniform(2 * TRADES, state)
risk = np.round(80 + 40 * drawn[:TRADES], 2)
net = np.round(risk * np.where(drawn[TRADES:] < 0.6, -1.02, 5 * drawn[TRADES:] - 2.4), 2)
multiple = net / risk
won, lost = net[net > 0], net[net < 0]

print(
    json.dumps(
        {
            "daysPerYear": DAYS_PER_YEAR,
            "years": YEARS,
            "daily": daily.tolist(),
            "ofDays": {
                "totalReturn": total,
                "cagr": cagr,
                "sharpe": daily.mean() / daily.std(ddof=1) * np.sqrt(DAYS_PER_YEAR),
                "sortino": daily.mean() / np.sqrt(np.square(np.minimum(daily, 0)).mean()) * np.sqrt(DAYS_PER_YEAR),
                "maxDrawdownRatio": fall.max(),
                "mar": cagr / fall.max(),
                "ulcerIndex": np.sqrt(np.square(fall[1:]).mean()),
                "var95": var95,
                "cvar95": cvar95,
                "var99": var99,
                "cvar99": cvar99,
            },
            "net": net.tolist(),
            "risk": risk.tolist(),
            "ofTrades": {
                "profitFactor": won.sum() / -lost.sum(),
                "payoff": won.mean() / -lost.mean(),
                "winRatio": won.size / net.size,
                "expectancyMoney": net.mean(),
                "expectancyR": multiple.mean(),
                "sqn": multiple.mean() / multiple.std(ddof=1) * np.sqrt(min(TRADES, 100)),
                "longestWinStreak": longest(net > 0),
                "longestLossStreak": longest(net < 0),
                "topFiveShare": np.sort(net)[-5:].sum() / net.sum(),
            },
        }
    )
)
