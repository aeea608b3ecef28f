using SpotifyPlatform.Contracts.Enrichment.V1;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

public sealed class SqliteEnrichedRowsTests : IDisposable
{
    private static readonly ArtistId Band = new(7);
    private static readonly TrackId Song = new(8);
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("enriched.sqlite");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Save_OfAnyOrderAndRepetition_KeepsTheLaterAnswerAndWhatItLacks()
    {
        using var rows = new SqliteEnrichedRows(Path);
        ArtistEnriched[] answers =
        [
            new() { ArtistId = $"{Band}", Name = "Old", Genres = { "rock" }, Popularity = 5, FetchedAtMs = 1, RequestedNames = { "old band" } },
            new() { ArtistId = $"{Band}", Name = "New", Followers = 9, FetchedAtMs = 2, RequestedNames = { "new band" } },
        ];
        foreach (var artist in new[] { answers[0], answers[1], answers[0], answers[1], answers[0] })
        {
            await rows.SaveAsync([artist], CancellationToken.None);
        }

        var found = Assert.Single(await rows.FindArtistsAsync([Band, new ArtistId(1)], CancellationToken.None));
        Assert.Equal(("New", 5, 9L, 2L), (found.Name, found.Popularity, found.Followers, found.FetchedAt.ToUnixTimeMilliseconds()));
        Assert.Equal(["rock"], found.Genres);
        Assert.Equal(["new band", "old band"], (await rows.FindByNameAsync(["new band", "old band", "other"], CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task Save_OfTracks_FillsWhatALaterAnswerLacks()
    {
        using var rows = new SqliteEnrichedRows(Path);
        await rows.SaveAsync([new TrackEnriched { TrackId = $"{Song}", Name = "Song", ReleaseDate = "1999", Explicit = true, FetchedAtMs = 1 }], CancellationToken.None);
        await rows.SaveAsync([new TrackEnriched { TrackId = $"{Song}", Popularity = 3, DurationMs = 180_000, FetchedAtMs = 2 }], CancellationToken.None);
        var found = Assert.Single(await rows.FindTracksAsync([Song], CancellationToken.None));
        Assert.Equal(("Song", "1999", true, 3, 180_000L), (found.Name, found.ReleaseDate, found.Explicit, found.Popularity, found.DurationMs));
    }

    [Fact]
    public async Task FindByName_OfItsOwnAndRequestedNames_FindsTheArtist()
    {
        using (var rows = new SqliteEnrichedRows(Path))
            await rows.SaveAsync([new ArtistEnriched { ArtistId = $"{Band}", Name = "Band", RequestedNames = { "BAND" }, FetchedAtMs = 1 }], CancellationToken.None);
        using var reopened = new SqliteEnrichedRows(Path);
        Assert.Equal(["BAND", "Band"], (await reopened.FindByNameAsync(["Band", "BAND", "band"], CancellationToken.None)).Keys.Order(StringComparer.Ordinal));
        Assert.Empty(SqliteCheck.Find(Path, SqliteEnrichedRows.Schema));
    }

    [Fact]
    public async Task Read_WithoutAFile_FindsNothingAndCreatesNothing()
    {
        using var rows = new SqliteEnrichedRows(Path, SqliteAccess.ReadOnly);
        Assert.Empty(await rows.FindTracksAsync([Song], CancellationToken.None));
        Assert.Empty(await rows.FindByNameAsync(["Band"], CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }
}
