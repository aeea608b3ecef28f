using SpotifyPlatform.ListeningHistory.Ecosystem;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Ecosystem;

public sealed class ScrobbleImportTests : IDisposable
{
    // 2020-09-13T12:26:40Z and a year later.
    private const string Csv = "uts,artist,album,track\n1600000000,Other Band,An Album,Before\n1600000300,Other Band,,Next\n1631536000,Invented Band,Album,Song 1\nnever,A,B,C\n";

    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Import_OfScrobbles_AddsPlaysWithTheirStartAndAnEstimate()
    {
        var (counts, id, file) = await ImportAsync(preview: false);
        Assert.NotNull(id);
        Assert.Equal((4L, 3L, 1L), (counts.Read, counts.New, counts.Invalid));
        Assert.Equal([(4, "its time cannot be read")], file.Invalid);
        var rows = world.Rows();
        Assert.All(rows, row => Assert.Equal((PlaySource.Scrobble, PlayOutcome.Play), (row.Source, row.Outcome)));
        Assert.Equal(
            (DateTime.UnixEpoch.AddSeconds(1_600_000_000), 240_000L, "Before", "An Album"),
            (rows[0].StartedAtUtc, rows[0].MsPlayed, rows[0].TrackName, rows[0].AlbumName));
    }

    [Fact]
    public async Task Import_InTheSpanOfExtendedHistory_GivesWayToIt()
    {
        await world.ImportAsync(world.Write(
            ListeningWorld.AudioFile, ExportRow.Extended("2021-09-01T00:00:00Z", 181_000), ExportRow.Extended("2021-09-30T00:00:00Z", 181_000, song: 2)));
        await ImportAsync(preview: false);
        Assert.Equal(
            [("Before", PlayOutcome.Play), ("Next", PlayOutcome.Play), ("Song 1", PlayOutcome.Superseded)],
            world.Rows().Where(row => row.Source == PlaySource.Scrobble).Select(row => (row.TrackName!, row.Outcome)));
    }

    [Fact]
    public async Task Import_Previewed_WritesNothingAndCountsTheSame()
    {
        var (preview, id, _) = await ImportAsync(preview: true);
        Assert.Null(id);
        Assert.False(Directory.Exists(world.DataFolder));
        Assert.Equal(preview, (await ImportAsync(preview: false)).Counts);
    }

    [Fact]
    public async Task Import_Again_AddsNothingAndUndoTakesItBack()
    {
        var first = await ImportAsync(preview: false);
        var second = await ImportAsync(preview: false);
        Assert.Null(second.ImportId);
        Assert.Equal(3, second.Counts.Known);
        Assert.True(await world.Imports.UndoAsync(world.Account, first.ImportId!.Value, CancellationToken.None));
        Assert.Empty(world.Rows());
    }

    private Task<(SpotifyPlatform.ListeningHistory.Store.ImportCounts Counts, long? ImportId, ScrobbleFile File)> ImportAsync(bool preview) =>
        new ScrobbleImports(world.Stores, [world.Changes], world.Time).ImportAsync(
            world.Account, world.WriteText("lastfm.csv", Csv), ScrobbleFormat.LastFm, preview, CancellationToken.None);
}
