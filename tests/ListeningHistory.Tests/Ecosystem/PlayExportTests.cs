using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.ListeningHistory.Ecosystem;
using SpotifyPlatform.ListeningHistory.Tests.Publishing;

namespace SpotifyPlatform.ListeningHistory.Tests.Ecosystem;

public sealed class PlayExportTests
{
    private const int Seed = 23;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ScrobbleFormat.ListenBrainz, "listens.jsonl")]
    [InlineData(ScrobbleFormat.Maloja, "maloja_export_1.json")]
    public async Task Write_ReadAgain_GivesTheSamePlays(ScrobbleFormat format, string name)
    {
        var rows = SeededPlays.Create(300, Seed);
        using var fixture = await new PublishedFixture(rows).PublishAsync();
        var path = Path.Combine(fixture.Root, name);
        using (var file = File.Create(path))
            Assert.True(new PlayExport(fixture.Plays).Write(SeededPlays.Account, format, withPrivate: true, Now, file, CancellationToken.None) > 100);

        var read = ScrobbleReader.Read(path, format, new FakeTimeProvider(Now), CancellationToken.None);
        Assert.Empty(read.Invalid);
        var expected = rows.Where(row => row.Counts && !row.SuspectedDuplicate).OrderBy(row => row.StartedAtUtc).ThenBy(row => row.PlayId).ToList();
        Assert.Equal(
            expected.Select(row => (new DateTimeOffset(row.StartedAtUtc).ToUnixTimeSeconds(), row.ArtistName, row.TrackName, row.AlbumName, row.MsPlayed / 1000 * 1000)),
            read.Scrobbles.Select(s => (s.ListenedAt, (string?)s.Artist, (string?)s.Track, s.Album, s.PlayedMs ?? 0)));
        if (format == ScrobbleFormat.ListenBrainz)
            Assert.Equal(expected.Select(row => row.SpotifyTrackUri), read.Scrobbles.Select(scrobble => scrobble.SpotifyTrackUri));
    }

    [Fact]
    public async Task Write_UnlessAskedFor_LeavesPrivateSessionsOut()
    {
        var rows = SeededPlays.Create(300, Seed);
        using var fixture = await new PublishedFixture(rows).PublishAsync();
        using var output = new MemoryStream();
        var written = new PlayExport(fixture.Plays).Write(SeededPlays.Account, ScrobbleFormat.ListenBrainz, withPrivate: false, Now, output, CancellationToken.None);
        Assert.Equal(rows.Count(row => row.Counts && !row.SuspectedDuplicate && row.IncognitoMode != true), written);
    }

    [Fact]
    public async Task Write_ForListenBrainz_NamesTheRecordingThatXrefKnows()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(100, Seed)).PublishAsync();
        using var output = new MemoryStream();
        new PlayExport(fixture.Plays).Write(SeededPlays.Account, ScrobbleFormat.ListenBrainz, withPrivate: true, Now, output, CancellationToken.None);
        var infos = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("track_metadata").GetProperty("additional_info")).ToList();
        Assert.Contains(infos, info => info.TryGetProperty("recording_mbid", out var mbid) && mbid.GetString() == FakeTrackMetadata.Recording.ToString());
        Assert.Contains(infos, info => info.TryGetProperty("isrc", out _));
    }
}
