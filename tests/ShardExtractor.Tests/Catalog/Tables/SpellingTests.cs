using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables.Reports;
using StoredTrack = SpotifyPlatform.Storage.Catalog.TrackRow;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>One value in the spellings that programs and people give it: each is read, or is unknown and counted.</summary>
public sealed class SpellingTests : IDisposable
{
    private const string Clean = "spotify_clean.sqlite3";
    private const string Code = "USRC17607839";

    private readonly TablesWorld world = new();

    /// <summary>Forms of 64, and what is no number. SQLite converts texts in a column of integers where it can.</summary>
    public static TheoryData<object, bool> Numbers() => new()
    {
        { 64L, true }, { 64.0, true }, { "64", true }, { "64.0", true }, { "6.4e1", true }, { "640E-1", true }, { "+64", true },
        { BitConverter.GetBytes(64L), false }, { BitConverter.GetBytes(64), false }, { BitConverter.GetBytes(64.0), false }, { "64"u8.ToArray(), false }, { Array.Empty<byte>(), false },
        { "", false }, { "high", false }, { "64,0", false }, { "0x40", false }, { "64%", false }, { "6 4", false }, { "NaN", false }, { "Infinity", false },
        { "None", false }, { "null", false }, { "True", false }, { "\u0666\u0664", false }, { "\uFF16\uFF14", false }, { 64.5, false }, { double.PositiveInfinity, false }, { 1e300, false },
        { -1L, false }, { 101L, false }, { long.MaxValue, false }, { "18446744073709551680", false }, { new string('6', 10_000), false },
    };

    [Theory]
    [InlineData(Code)]
    [InlineData("usrc17607839")]
    [InlineData("US-RC1-76-07839")]
    [InlineData("ISRC US-RC1-76-07839")]
    [InlineData("ISRCUSRC17607839")]
    [InlineData("isrc: USRC17607839")]
    [InlineData("ISRC-US-RC1-76-07839")]
    [InlineData("urn:isrc:USRC17607839")]
    [InlineData("US\u2010RC1\u201076\u201007839")]
    [InlineData("US\u2013RC1\u201476\u221207839")]
    [InlineData("US\u00A0RC1\u00A076\u00A007839")]
    [InlineData("\tUSRC17607839")]
    [InlineData("USRC17607839\r\n")]
    [InlineData("\uFEFFUSRC17607839\u200B")]
    [InlineData("US.RC1.76.07839")]
    [InlineData("US/RC1/76/07839")]
    [InlineData("US_RC1_76_07839")]
    [InlineData("\"USRC17607839\"")]
    [InlineData("\uFF35\uFF33\uFF32\uFF23\uFF11\uFF17\uFF16\uFF10\uFF17\uFF18\uFF13\uFF19")]
    public async Task Derive_AnIsrcInAnyWrittenForm_IsThatCodeAlsoAsBytes(string written)
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Track(1, "text", isrc: written);
            connection.Track(2, "bytes", isrc: System.Text.Encoding.UTF8.GetBytes(written));
        });

        var rows = await world.RowsAsync("tracks");

        Assert.All(rows.Values, row => Assert.Equal(Code, new StoredTrack(row).Isrc?.Code));
        Assert.Equal(2, rows.Count);
        Assert.Empty(await LeftOutAsync("tracks"));
    }

    [Theory]
    [InlineData("NOT-AN-ISRC")]
    [InlineData("USRC17607839; USRC17607840")]
    [InlineData("[\"USRC17607839\"]")]
    [InlineData("USRC1760783")]
    [InlineData(17607839L)]
    public async Task Derive_WhatIsNoIsrc_IsUnknownAndCounted(object written)
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection => connection.Track(1, "t", isrc: written));

        Assert.Null(new StoredTrack(Assert.Single(await world.RowsAsync("tracks")).Value).Isrc);
        Assert.Equal(["invalid_values/isrc_invalid 1"], await LeftOutAsync("tracks"));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Derive_ANumberInAnyForm_IsThatNumberOrUnknownAndCounted(object written, bool isNumber)
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection => connection.Track(1, "t", popularity: written));

        Assert.Equal(isNumber ? 64 : null, new StoredTrack(Assert.Single(await world.RowsAsync("tracks")).Value).KnownPopularity);
        Assert.Equal(isNumber ? [] : ["invalid_values/value_invalid 1"], await LeftOutAsync("tracks"));
    }

    /// <summary>Both schemas, every column of numbers: 0 would be the key of C, a tempo of 0.0 and major or minor.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Derive_EveryFeatureAsBytes_HasNoneOfThem(bool legacy)
    {
        string[] columns =
        [
            "duration_ms", "time_signature", "tempo", "key", "mode", "danceability", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
        ];
        var (file, schema, table, id) = legacy
            ? ("spotify_clean_audio_features.sqlite3", LegacySchema.Features, "audio_features(id, ", Ids.Track(1).ToString())
            : ("spotify_clean_audio_features.sqlite3", CurrentSchema.Features, "track_audio_features(null_response, track_id, ", Ids.Track(1).ToString());
        await world.PutAsync(file, schema, connection => connection.Execute(
            $"INSERT INTO {table}energy, {string.Join(", ", columns)}) VALUES({(legacy ? "" : "0, ")}$id, 0.5, {string.Join(", ", columns.Select(_ => "x'0000000000000000'"))})",
            ("$id", id)));

        Assert.Equal(AudioFeatures.None with { Energy = 0.5 }, FeatureTable.Read(Assert.Single(await world.RowsAsync("features")).Value));
        Assert.Equal([$"invalid_values/value_invalid {columns.Length}"], await LeftOutAsync("features"));
    }

    /// <param name="genres">What is stored.</param>
    /// <param name="read">What is read of it, separated by bars; null where it is counted.</param>
    [Theory]
    [InlineData("""["pop", "drum'n'bass"]""", "drum'n'bass|pop")]
    [InlineData("""['pop', "drum'n'bass"]""", "drum'n'bass|pop")]
    [InlineData("""('pop',)""", "pop")]
    [InlineData("""[u'pop']""", "pop")]
    [InlineData("""['caf\xe9', 'ba\u00ef', 'tab\there']""", "baï|café|tab\there")]
    [InlineData("""[ 'pop' , 'rock' , ]""", "pop|rock")]
    [InlineData("  [\"pop\"]\r\n", "pop")]
    [InlineData("[]", "")]
    [InlineData("()", "")]
    [InlineData("None", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    [InlineData("{'pop', 'rock'}", null)]
    [InlineData("{pop,rock}", null)]
    [InlineData("{\"a\": \"pop\"}", null)]
    [InlineData("array(['pop'], dtype=object)", null)]
    [InlineData("['pop' 'rock']", null)]
    [InlineData("\"[\\\"pop\\\"]\"", null)]
    [InlineData("pop, rock", null)]
    [InlineData("pop|rock", null)]
    [InlineData("pop", null)]
    [InlineData("nan", null)]
    [InlineData("['pop'", null)]
    [InlineData("['pop'] ['rock']", null)]
    [InlineData("[‘pop’]", null)]
    public async Task Derive_AListInAnyNotation_IsReadOrCounted(string genres, string? read)
    {
        await world.PutAsync(Clean, LegacySchema.Tracks, connection =>
        {
            connection.LegacyArtist(1, "One", genres);
            connection.LegacyTrack(1, "t", $"['{Ids.Artist(1)}']", null, null, 1);
        });

        var artist = ArtistText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("artists")).Value);

        Assert.Equal(read ?? "", string.Join('|', artist.Genres));
        Assert.Equal(read is null ? ["invalid_values/list_invalid 1"] : [], await LeftOutAsync("artists"));
        Assert.Equal(artist.Genres, TablesWorld.Text(Assert.Single(await world.RowsAsync("tracks")).Value).Genres);
    }

    public void Dispose() => world.Dispose();

    private async Task<IEnumerable<string>> LeftOutAsync(string table) => LeftOut.Of(await world.ManifestAsync(table)).Select(loss => $"{loss.Reason} {loss.Count}");
}
