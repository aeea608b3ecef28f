using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.MusicBrainz;

/// <summary>Matches tracks by the rows of a dump alone: the same ISRC, then the nearest length, then the lowest row id.</summary>
internal sealed class DumpMatches
{
    private readonly ILookup<string, string?[]> byIsrc;

    public DumpMatches(Dump dump)
    {
        var recordings = dump.Rows("recording").ToDictionary(row => row[0]!);
        byIsrc = dump.Rows("isrc").ToLookup(row => row[2]!, row => recordings[row[1]!]);
    }

    /// <param name="track">A line of <c>tracks.ndjson</c>.</param>
    /// <returns>The MBID, or null.</returns>
    public string? Of(JsonElement track)
    {
        var duration = track.GetProperty("duration_ms").GetInt64();
        return !Isrc.TryParse(track.GetProperty("isrc").GetString(), out var isrc) ? null : byIsrc[isrc.Code]
            .OrderBy(row => row[4] is { } length ? Math.Abs(long.Parse(length, CultureInfo.InvariantCulture) - duration) : long.MaxValue)
            .ThenBy(row => long.Parse(row[0]!, CultureInfo.InvariantCulture))
            .FirstOrDefault()?[1];
    }
}
