using Microsoft.Extensions.Time.Testing;
using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>The timestamps of rows.</summary>
public sealed class TimesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("times-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly World world = new(seed: 20261121);

    [Fact]
    public async Task PutXref_ReplayThenChange_MovesUpdatedAtAlone()
    {
        var path = Path.Combine(folder.FullName, "xref.sqlite");
        using var store = new SqliteXrefStore(path, clock);
        var match = TrackMatch.None(world.Ids(1)[0], world.Isrc());
        var first = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await store.PutAsync([match], None);
        clock.Advance(TimeSpan.FromDays(1));
        await store.PutAsync([match], None);
        Assert.Equal((first, first), Times());

        await store.PutAsync([match with { Mbid = world.Mbid(), Confidence = 1, Method = MatchMethod.IsrcExact }], None);
        Assert.Equal((first, clock.GetUtcNow().ToUnixTimeMilliseconds()), Times());

        (long, long) Times()
        {
            using var connection = SqliteDatabase.OpenReadOnly(path);
            return connection.Query("SELECT created_at, updated_at FROM xref", r => (r.GetInt64(0), r.GetInt64(1))).Single();
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
