using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.ListeningHistory.Ecosystem;
using SpotifyPlatform.ListeningHistory.Exports;

namespace SpotifyPlatform.ListeningHistory.Tests.Ecosystem;

public sealed class ScrobbleReaderTests : IDisposable
{
    private const long At = 1_617_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("scrobbles-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ListenBrainz_LinesOfADataExport_AreReadAndWrongOnesNamed()
    {
        var read = Read(ScrobbleFormat.ListenBrainz, "listens.jsonl", """
            {"listened_at": 1617000000.0, "inserted_at": 1, "track_metadata": {"artist_name": "Dool", "track_name": "Vantablack", "release_name": "Here Now", "mbid_mapping": null, "additional_info": {"spotify_id": "https://open.spotify.com/track/1rrgWMXGCGHru5bIRxGFV0", "duration_ms": 222000, "duration_played": 200}}}

            {"listened_at": 1617000000, "track_metadata": {"artist_name": "Dool", "track_name": ""}}
            not json
            {"track_metadata": {"artist_name": "A", "track_name": "B"}}
            {"listened_at": 1, "track_metadata": {"artist_name": "A", "track_name": "B"}}
            {"listened_at": 1999999999, "track_metadata": {"artist_name": "A", "track_name": "B"}}
            """);
        Assert.Equal([new Scrobble(At, "Dool", "Vantablack", "Here Now", 200_000, 222_000, "spotify:track:1rrgWMXGCGHru5bIRxGFV0")], read.Scrobbles);
        Assert.Equal([(2, "it names no artist or no track"), (3, "it is not JSON"), (4, "it has no listened_at"), (5, "it lies before October 2002"), (6, "it lies in the future")], read.Invalid);
    }

    [Theory]
    [InlineData("""[{0}]""")]
    [InlineData("""{{"listen_type": "import", "payload": [{0}]}}""")]
    [InlineData("""{{"payload": {{"count": 1, "listens": [{0}]}}}}""")]
    public void ListenBrainz_DocumentsOfEveryShape_HoldTheSameListen(string shape)
    {
        var listen = """{"listened_at": 1617000000, "track_metadata": {"artist_name": "A", "track_name": "B"}}""";
        Assert.Equal([new Scrobble(At, "A", "B", null, null, null, null)], Read(ScrobbleFormat.ListenBrainz, "listens.json", string.Format(null, shape, listen)).Scrobbles);
    }

    [Fact]
    public void ListenBrainz_AZip_IsReadForItsListensAlone()
    {
        var path = Path.Combine(folder, "export.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Add(zip, "listens/2021/3.jsonl", """{"listened_at": 1617000000, "track_metadata": {"artist_name": "A", "track_name": "B"}}""");
            Add(zip, "feedback.jsonl", """{"recording_mbid": "x", "score": 1}""");
            Add(zip, "user.json", "{}");
        }

        var read = ScrobbleReader.Read(path, ScrobbleFormat.ListenBrainz, clock, CancellationToken.None);
        Assert.Single(read.Scrobbles);
        Assert.Empty(read.Invalid);
    }

    [Fact]
    public void ListenBrainz_AZipBomb_IsRefused()
    {
        var path = Path.Combine(folder, "bomb.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("listens/2021/3.jsonl", CompressionLevel.SmallestSize).Open())
        {
            for (var i = 0; i < 64; i++)
                entry.Write(new byte[1 << 20]);
        }

        Assert.Equal("zip_bomb", Assert.Throws<ExportRefusedException>(() => ScrobbleReader.Read(path, ScrobbleFormat.ListenBrainz, clock, CancellationToken.None)).Reason);
    }

    [Fact]
    public void LastFm_WithoutNames_IsReadByPosition() => Assert.Equal(
        [new Scrobble(1_616_432_100, "Blur, the \"band\"", "New World Towers", "The Magic Whip", null, null, null)],
        Read(ScrobbleFormat.LastFm, "lastfm.csv", "\"Blur, the \"\"band\"\"\",The Magic Whip,New World Towers,22 Mar 2021 16:55\r\n").Scrobbles);

    [Theory]
    [InlineData("uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n1617000000,\"29 Mar 2021, 06:40\",A,,C,,B,\n")]
    [InlineData("Artist;Album;AlbumId;Track;Date#somebody\n\"A\";\"C\";\"\";\"B\";\"1617000000000\"\n")]
    [InlineData("\ufeffartist,album,title,date\nA,C,B,\"29 Mar 2021 06:40\"\n")]
    public void LastFm_WithNames_IsReadByThem(string csv) =>
        Assert.Equal([new Scrobble(At, "A", "B", "C", null, null, null)], Read(ScrobbleFormat.LastFm, "lastfm.csv", csv).Scrobbles);

    [Fact]
    public void LastFm_WrongRows_AreNamedAndEndNothing()
    {
        var read = Read(ScrobbleFormat.LastFm, "lastfm.csv", $"uts,artist,track\n{At},A,B\nsoon,A,B\n{At}\n{At},A,C");
        Assert.Equal(["B", "C"], read.Scrobbles.Select(scrobble => scrobble.Track));
        Assert.Equal([(2, "its time cannot be read"), (3, "it has 1 cells")], read.Invalid);
    }

    [Fact]
    public void Maloja_AnExport_IsReadWithAlbumsOfBothForms()
    {
        var read = Read(ScrobbleFormat.Maloja, "maloja_export_1.json", """
            {"maloja": {"export_time": 1}, "scrobbles": [
              {"time": 1617000000, "track": {"artists": ["A", "Guest"], "title": "B", "album": {"artists": ["A"], "albumtitle": "C"}, "length": 222}, "duration": 100, "origin": "client:x"},
              {"time": 1617000000, "track": {"artists": ["A"], "title": "B", "album": {"name": "D"}, "length": null}, "duration": null},
              {"track": {}}]}
            """);
        Assert.Equal([new Scrobble(At, "A, Guest", "B", "C", 100_000, 222_000, null), new Scrobble(At, "A", "B", "D", null, null, null)], read.Scrobbles);
        Assert.Equal([(3, "it has no time")], read.Invalid);
    }

    [Theory]
    [InlineData(ScrobbleFormat.Maloja, "[]", "no_listens")]
    [InlineData(ScrobbleFormat.Maloja, "{", "damaged_json")]
    [InlineData(ScrobbleFormat.ListenBrainz, "{}", "no_listens")]
    public void Read_WhatIsNoExport_IsRefusedByName(ScrobbleFormat format, string content, string reason) =>
        Assert.Equal(reason, Assert.Throws<ExportRefusedException>(() => Read(format, "file.json", content)).Reason);

    [Fact]
    public void Read_ADeeplyNestedDocument_IsRefused() => Assert.Equal(
        "damaged_json",
        Assert.Throws<ExportRefusedException>(() => Read(ScrobbleFormat.Maloja, "file.json", new string('[', 1000))).Reason);

    [Fact]
    public void Create_PlaysOfScrobbles_EstimateTimesFromLengthAndSilence()
    {
        var plays = ScrobblePlays.Create([
            new Scrobble(At, "A", "known", null, 90_000, 222_000, null),
            new Scrobble(At + 1000, "A", "length", null, null, 180_000, null),
            new Scrobble(At + 2000, "A", "until the next", null, null, 180_000, null),
            new Scrobble(At + 2100, "A", "at least", null, null, null, null),
            new Scrobble(At + 2110, "A", "no idea", null, null, null, null)]);
        Assert.Equal([90_000, 180_000, 100_000, 30_000, 240_000], plays.Select(play => play.MsPlayed));
        Assert.Equal(At + 90, plays[0].Ts);
        Assert.Equal(At * 1000, plays[0].OfflineTimestampMs);
    }

    private ScrobbleFile Read(ScrobbleFormat format, string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return ScrobbleReader.Read(path, format, clock, CancellationToken.None);
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }
}
