using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

/// <summary>A real export of 39 rows. The numbers are those of <c>count_export.py</c> beside this project, which shares no code with it.</summary>
public sealed class RealSampleTests : IDisposable
{
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [SkippableFact]
    public async Task Import_OfARealExport_GivesTheCountsOfAnIndependentScript()
    {
        var samples = Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_SAMPLES");
        var folder = Path.Combine(samples ?? "", "extended-history");
        Skip.If(string.IsNullOrEmpty(samples) || !Directory.Exists(folder), "SPOTIFYPLATFORM_SAMPLES names no folder with extended-history.");
        var counts = (await world.ImportAsync(folder)).Counts;
        Assert.Equal((39, 39, 0, 0, 0), (counts.Read, counts.New, counts.Known, counts.Repeated, counts.Invalid));
        Assert.Equal((17, 22), (counts[PlayOutcome.Play], counts[PlayOutcome.TooShort]));

        var rows = world.Rows();
        var plays = rows.Where(row => row.Counts).ToList();
        Assert.Equal((17, 17), (plays.Select(row => row.ArtistName).Distinct().Count(), plays.Select(row => row.SpotifyTrackUri).Distinct().Count()));
        Assert.Equal((1_268_206, 32), (plays.Sum(row => row.MsPlayed), rows.Count(row => row.Skipped)));
        Assert.Equal(68_091_072_266_000, rows.Sum(row => new DateTimeOffset(row.StartedAtUtc).ToUnixTimeMilliseconds()));
        Assert.Equal((2, 297), (plays.Select(row => row.Local.Date).Distinct().Count(), plays.Sum(row => row.Local.Hour)));
    }
}
