"""The features once more, from their definitions and in another language, over bars made of a seed.

Writes reference.json beside it: the bars, and what each feature says of them. See README.md.
Windows are gone through whole, recursions are written out as the weighted sums that they stand for,
and wall clocks are Python's own: nothing is shared with src-main/features but the words.
"""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)

# Components of the state that are known of every bar; those behind may be unknown.
ALWAYS_KNOWN = 20


# --- bars: hours of a made-up market, over both changes to summer time of 2021 -------------------------------------------


def is_open(at):
    """From Sunday 18:00 to Friday 17:00 in New York, with an hour's rest a day; one afternoon ends early."""
    there = at.astimezone(NEW_YORK)
    if there.weekday() == 5 or there.hour == 17:
        return False
    if there.weekday() == 4 and there.hour > 17 or there.weekday() == 6 and there.hour < 18:
        return False
    return not (there.month == 4 and there.day == 2 and there.hour >= 12)


def make_bars(count):
    """A walk in whole cents whose swings grow and shrink; some bars stand still, some volumes are 0, some not known."""
    random = np.random.default_rng(20210301)
    at = datetime(2021, 2, 28, 23, tzinfo=timezone.utc)
    bars = {name: [] for name in ("openTimeUtcMs", "open", "high", "low", "close", "tickVolume")}
    cents = 180_000
    for index in range(count):
        while not is_open(at):
            at += HOUR
        swing = 150 * (1.2 + np.sin(index / 60)) * (0.5 + random.random())
        drift = 25 * np.sin(index / 45)
        stands_still = random.random() < 0.02
        first = cents
        last = first if stands_still else first + round(swing * (random.random() - 0.5) * 2 + drift)
        top = max(first, last) + (0 if stands_still else round(swing * random.random()))
        bottom = min(first, last) - (0 if stands_still else round(swing * random.random()))
        chance = random.random()
        volume = None if chance < 0.004 else 0 if chance < 0.02 else int(random.integers(50, 4000))
        for name, cents_of in (("open", first), ("high", top), ("low", bottom), ("close", last)):
            bars[name].append(cents_of / 100)
        bars["openTimeUtcMs"].append(int(at.timestamp()) * 1000)
        bars["tickVolume"].append(volume)
        cents = last
        at += HOUR
    return bars


def make_spreads(count):
    """Of a random source of its own, so that the bars stay what they were; some are 0, some not known."""
    random = np.random.default_rng(20211107)
    chances = random.random(count)
    spreads = random.integers(8, 90, count)
    return [None if chance < 0.05 else 0 if chance < 0.08 else int(spread) for chance, spread in zip(chances, spreads)]


# --- features: NaN where not defined ---------------------------------------------------------------------------------------


def after(count, numbers):
    """Numbers that begin so many bars later."""
    return np.concatenate([np.full(count, np.nan), numbers])


def lag(values, bars):
    return after(bars, values[:-bars])


def means(values, n):
    return sliding_window_view(values, n).mean(axis=1)


def recursive_mean(values, n, alpha):
    """(1−α)·before + α·x, begun with the mean of the first n: from number n on, as weights on all that came."""
    numbers = [values[:n].mean()]
    for count in range(1, len(values) - n + 1):
        weights = alpha * (1 - alpha) ** np.arange(count - 1, -1, -1)
        numbers.append(weights @ values[n : n + count] + (1 - alpha) ** count * numbers[0])
    return np.array(numbers)


def sma(values, n):
    return after(n - 1, means(values, n))


def ema(values, n):
    return after(n - 1, recursive_mean(values, n, 2 / (n + 1)))


def wilder(values, n):
    return after(n - 1, recursive_mean(values, n, 1 / n))


def true_ranges(high, low, close):
    """Of the second bar on: as far as the bar reaches when it is stretched to the close before it."""
    return np.maximum(high[1:], close[:-1]) - np.minimum(low[1:], close[:-1])


def atr(high, low, close, n):
    return after(1, wilder(true_ranges(high, low, close), n))


def donchian(high, low, n):
    """Of the n bars before each."""
    highest = after(n, sliding_window_view(high, n).max(axis=1)[:-1])
    lowest = after(n, sliding_window_view(low, n).min(axis=1)[:-1])
    return highest, lowest


def efficiency_ratio(close, n):
    went = sliding_window_view(np.abs(np.diff(close)), n).sum(axis=1)
    came = np.abs(close[n:] - close[:-n])
    return after(n, np.divide(came, went, out=np.zeros_like(came), where=went > 0))


def realised_volatility(close, n):
    squares = np.diff(np.log(close)) ** 2
    return after(n, np.sqrt(means(squares, n)))


def percentile(values, n):
    """Hazen's rank of each among the last n, of which it is one."""
    ranks = np.full(len(values), np.nan)
    for index in range(len(values)):
        window = values[max(0, index + 1 - n) : index + 1]
        if len(window) == n and not np.isnan(window).any():
            below = np.count_nonzero(window < values[index])
            equal = np.count_nonzero(window == values[index])
            ranks[index] = (below + equal / 2) / n
    return ranks


def directions(high, low, close, n):
    """ADX, +DI and −DI as Wilder has them."""
    up, down = np.diff(high), -np.diff(low)
    plus = np.where((up > down) & (up > 0), up, 0)
    minus = np.where((down > up) & (down > 0), down, 0)
    ranges = wilder(true_ranges(high, low, close), n)
    plus_di = 100 * wilder(plus, n) / ranges
    minus_di = 100 * wilder(minus, n) / ranges
    index = 100 * np.abs(plus_di - minus_di) / (plus_di + minus_di)
    adx = after(n - 1, wilder(index[n - 1 :], n))
    return after(1, adx), after(1, plus_di), after(1, minus_di)


def rvol_of_slots(opens, volume, n):
    """Against the same hour in New York of the n trading days before that had it."""
    numbers = np.full(len(volume), np.nan)
    hours = [at.astimezone(NEW_YORK).hour for at in opens]
    for index in range(len(volume)):
        before = [volume[other] for other in range(index) if hours[other] == hours[index]][-n:]
        if len(before) == n and np.mean(before) > 0:
            numbers[index] = volume[index] / np.mean(before)
    return numbers


def rvol_of_bars(volume, n):
    before = after(n, means(volume, n)[:-1])
    return np.divide(volume, before, out=np.full(len(volume), np.nan), where=before > 0)


def slopes(line, bars, unit):
    return (line - lag(line, bars)) / (bars * unit)


def regimes(strength, slope, rank, strength_min):
    """0 up, 1 down, 2 range, 3 turbulent."""
    codes = np.where(rank >= 0.9, 3.0, 2.0)
    trends = (strength >= strength_min) & (np.abs(slope) >= 0.05)
    codes = np.where(trends, np.where(slope > 0, 0.0, 1.0), codes)
    return np.where(np.isnan(strength + slope + rank), np.nan, codes)


# --- the state of the market, version 2 ------------------------------------------------------------------------------------


def in_units(distance, unit):
    return np.divide(distance, unit + np.abs(distance), out=np.zeros_like(distance), where=distance != 0)


def size_against(a, b):
    return np.where(a == b, 0, (a - b) / (a + b))


def place_in(high, low, close):
    return np.clip((2 * close - high - low) / (high - low), -1, 1)


def states(bars, rvol, closed_at):
    first, high, low, close = (bars[name] for name in ("open", "high", "low", "close"))
    unit = atr(high, low, close, 14)
    ema20, ema50, sma200 = ema(close, 20), ema(close, 50), sma(close, 200)
    high20, low20 = donchian(high, low, 20)
    high55, low55 = donchian(high, low, 55)
    rank = percentile(unit, 200)
    mean_unit = np.concatenate([np.full(14, np.nan), sma(unit[14:], 200)])
    there = [at.astimezone(NEW_YORK) for at in closed_at]
    angle = np.array([2 * np.pi * (at.hour * 60 + at.minute) / 1440 for at in there])
    body = np.divide(close - first, high - low, out=np.zeros_like(close), where=high > low)
    components = [in_units(close - lag(close, n), np.sqrt(n) * unit) for n in (1, 4, 12, 24, 72)]
    components += [
        0.5 * in_units(close - ema20, 2 * unit),
        0.5 * in_units(close - ema50, 4 * unit),
        in_units(close - sma200, 8 * unit),
        0.5 * in_units(ema20 - lag(ema20, 5), unit),
        0.5 * in_units(ema50 - lag(ema50, 10), unit),
        0.5 * place_in(high20, low20, close),
        0.5 * place_in(high55, low55, close),
        2 * size_against(high20 - low20, np.sqrt(20) * unit),
        0.5 * body,
        size_against(high - low, unit),
        0.5 * (2 * rank - 1),
        3 * size_against(unit, mean_unit),
        0.5 * (2 * efficiency_ratio(close, 24) - 1),
        0.25 * np.sin(angle),
        0.25 * np.cos(angle),
        size_against(rvol, 1),
        in_units(bars["spread"], unit / 10),
    ]
    return np.column_stack(components)


# --- all of it ---------------------------------------------------------------------------------------------------------------


def features_of(bars):
    high, low, close = bars["high"], bars["low"], bars["close"]
    opens = [datetime.fromtimestamp(at / 1000, timezone.utc) for at in bars["openTimeUtcMs"]]
    closed_at = [at + HOUR for at in opens]
    volume = bars["tickVolume"]
    numbers = {"sma(50)": sma(close, 50), "ema(20)": ema(close, 20), "atr(14)": atr(high, low, close, 14)}
    numbers["donchianHigh(20)"], numbers["donchianLow(20)"] = donchian(high, low, 20)
    numbers["efficiencyRatio(24)"] = efficiency_ratio(close, 24)
    numbers["realisedVolatility(20)"] = realised_volatility(close, 20)
    numbers["atrPercentile(14,100)"] = percentile(numbers["atr(14)"], 100)
    numbers["adx(14)"], numbers["plusDi(14)"], numbers["minusDi(14)"] = directions(high, low, close, 14)
    numbers["rvol(H1,5)"] = rvol_of_slots(opens, volume, 5)
    numbers["rvol(H4,20)"] = rvol_of_bars(volume, 20)
    slope = slopes(numbers["ema(20)"], 5, numbers["atr(14)"])
    numbers["emaSlope(20,5,14)"] = slope
    rank = numbers["atrPercentile(14,100)"]
    by_ratio = regimes(numbers["efficiencyRatio(24)"], slope, rank, 0.3)
    by_adx = regimes(numbers["adx(14)"], slope, rank, 25)
    numbers["regime(efficiencyRatio,24,20,5,14,100,0.3,0.05,0.9)"] = by_ratio
    numbers["regime(adx,14,20,5,14,100,25,0.05,0.9)"] = by_adx
    there = [at.astimezone(NEW_YORK) for at in closed_at]
    in_london = [at.astimezone(LONDON) for at in closed_at]
    numbers["newYorkMinute"] = np.array([at.hour * 60.0 + at.minute for at in there])
    numbers["newYorkWeekday"] = np.array([at.isoweekday() % 7.0 for at in there])
    numbers["londonMinute"] = np.array([at.hour * 60.0 + at.minute for at in in_london])
    return numbers, states(bars, numbers["rvol(H1,5)"], closed_at)


def plain(numbers):
    """Python's shortest spelling that reads back as the same double; null where not defined."""
    return [None if np.isnan(number) else float(number) for number in numbers]


def main():
    made = make_bars(700)
    made["spreadPoints"] = make_spreads(700)
    bars = {name: np.array(values, dtype=float) for name, values in made.items()}
    bars["spread"] = bars["spreadPoints"] * 0.01
    numbers, vectors = features_of(bars)
    known = [index for index in range(0, 700, 9) if not np.isnan(vectors[index][:ALWAYS_KNOWN]).any()]
    reference = {
        "bars": made,
        "features": {key: plain(values) for key, values in numbers.items()},
        "states": {str(index): plain(vectors[index]) for index in known},
    }
    path = Path(__file__).with_name("reference.json")
    path.write_text(json.dumps(reference) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
