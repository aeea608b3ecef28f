using System.Text.RegularExpressions;

namespace SpotifyPlatform.SampleData.Tests.MusicBrainz;

[Collection(nameof(SampleFolder))]
public sealed class DumpTests(SampleFolder sample)
{
    private readonly Dump dump = new(sample.PathOf("musicbrainz", "mbdump.tar"));

    [Theory]
    [InlineData("isrc", 5)]
    [InlineData("recording", 9)]
    [InlineData("recording_gid_redirect", 3)]
    [InlineData("artist_credit", 7)]
    [InlineData("artist_credit_name", 5)]
    [InlineData("artist", 19)]
    public void Table_Columns_AreThoseOfSchema31(string table, int columns)
    {
        Assert.Equal("31", dump.Text("SCHEMA_SEQUENCE").Trim());
        var rows = dump.Rows(table);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(columns, row.Length));
        Assert.Equal(sample.Summary.Counts[$"mbdump.tar/{table}"], rows.Count);
    }

    [Fact]
    public void Isrcs_AndRecordings_AreManyToMany()
    {
        var isrcs = dump.Rows("isrc");
        Assert.All(isrcs, row => Assert.Matches(new Regex("^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$"), row[2]));
        Assert.Distinct(isrcs.Select(row => $"{row[1]} {row[2]}"));
        Assert.Contains(isrcs.GroupBy(row => row[1]), recording => recording.Count() > 1);
        Assert.Contains(isrcs.GroupBy(row => row[2]), isrc => isrc.Count() > 1);
        var coded = isrcs.Select(row => row[1]).ToHashSet();
        Assert.Contains(dump.Rows("recording"), row => !coded.Contains(row[0]));
    }

    [Fact]
    public void Names_WithTabsAndBackslashes_AreEscaped()
    {
        Assert.Contains(dump.Rows("recording"), row => row[5]!.Contains('\t', StringComparison.Ordinal));
        Assert.Contains(dump.Rows("artist"), row => row[2]!.Contains('\\', StringComparison.Ordinal));
    }

    [Fact]
    public void References_BetweenTables_AllHold()
    {
        var recordings = dump.Rows("recording");
        var credits = dump.Rows("artist_credit").ToDictionary(row => row[0]!, row => row[1]);
        var names = dump.Rows("artist_credit_name").ToLookup(row => row[0]!);
        var artists = dump.Rows("artist").Select(row => row[0]).ToHashSet();
        Assert.Distinct(recordings.Select(row => row[0]));
        Assert.All(recordings, row => Assert.Contains(row[3]!, credits));
        Assert.All(credits, credit => Assert.Equal(credit.Value, string.Concat(names[credit.Key].Select(name => name[3] + name[4]))));
        Assert.All(names.SelectMany(name => name), name => Assert.Contains(name[2], artists));
        var ids = recordings.Select(row => row[0]).ToHashSet();
        Assert.All(dump.Rows("isrc"), row => Assert.Contains(row[1], ids));
        Assert.All(dump.Rows("recording_gid_redirect"), row => Assert.Contains(row[1], ids));
    }

    [Fact]
    public void Matches_ByTheDumpAlone_EqualTheExpected()
    {
        var matches = new DumpMatches(dump);
        var matched = 0;
        var tracks = sample.Truth("tracks.ndjson").ToList();
        Assert.All(tracks, track =>
        {
            var best = matches.Of(track);
            Assert.Equal(best, track.GetProperty("mbid").GetString());
            Assert.Equal(best is null ? "no_match" : "isrc_exact", track.GetProperty("match_method").GetString());
            matched += best is null ? 0 : 1;
        });
        Assert.InRange((double)matched / tracks.Count, 0.28, 0.42);
    }
}
