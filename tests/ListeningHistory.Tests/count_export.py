"""Counts the rows of an extended export without the platform's code: python3 count_export.py FILE. RealSampleTests states its result."""
import json
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

rows = json.load(open(sys.argv[1], encoding="utf-8"))
distinct = {}
for row in rows:
    offline = row["offline_timestamp"] or 0
    offline = offline // 1000 if offline > 10**11 else offline if offline >= 10**8 else 0
    key = (row["ts"], row["spotify_track_uri"] or row["spotify_episode_uri"], row["ms_played"], offline)
    distinct.setdefault(key, (row, offline))
music = [(row, offline) for row, offline in distinct.values() if row["spotify_track_uri"]]
plays = [(row, offline) for row, offline in music if row["ms_played"] >= 30_000]


def end(row):
    return datetime.strptime(row["ts"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def start(row, offline):
    by_offline = datetime.fromtimestamp(offline, timezone.utc) if offline else None
    plausible = by_offline and end(row) - timedelta(days=30) <= by_offline <= end(row) + timedelta(seconds=5)
    return by_offline if plausible else end(row) - timedelta(milliseconds=row["ms_played"])


skips = sum(
    row["reason_end"] != "trackdone" and (row["skipped"] is True or row["reason_end"] in ("fwdbtn", "backbtn", "endplay", "nextbtn"))
    for row, _ in distinct.values())
toronto = ZoneInfo("America/Toronto")
print("read", len(rows), "distinct", len(distinct), "music", len(music), "plays", len(plays), "short", len(music) - len(plays))
print("artists", len({row["master_metadata_album_artist_name"] for row, _ in plays}), "tracks", len({row["spotify_track_uri"] for row, _ in plays}))
print("ms", sum(row["ms_played"] for row, _ in plays), "skips", skips)
print("sum of starts in ms", sum(round(start(row, offline).timestamp() * 1000) for row, offline in distinct.values()))
print("days", len({end(row).astimezone(toronto).date() for row, _ in plays}), "sum of hours", sum(end(row).astimezone(toronto).hour for row, _ in plays))
