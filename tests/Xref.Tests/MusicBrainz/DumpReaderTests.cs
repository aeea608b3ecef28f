using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class DumpReaderTests : IDisposable
{
    private static readonly DumpBuilder Dump = new()
    {
        Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + DumpBuilder.Isrc(2, Scenario.Isrc(2)) + DumpBuilder.Isrc(3, Scenario.Isrc(2)),
        Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 1000) + DumpBuilder.Recording(2, Scenario.Gid(2), null)
            + DumpBuilder.Recording(3, Scenario.Gid(3), 3000) + DumpBuilder.Recording(4, Scenario.Gid(4), 4000),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Orders()
    {
        string[] members = ["TIMESTAMP", "SCHEMA_SEQUENCE", "mbdump/isrc", "mbdump/recording"];
        var orders = from a in members
                     from b in members
                     from c in members
                     from d in members
                     where new[] { a, b, c, d }.Distinct().Count() == 4
                     select $"{a} {b} {c} {d}";
        return [.. orders];
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Read_MembersInAnyOrder_GivesTheSame(string order)
    {
        // Other members have similar names.
        string[] members = ["mbdump/isrc_tag", .. order.Split(' '), "recording", "other/mbdump/isrc"];
        var (header, rows, report) = Read(Dump with { Order = members });
        Assert.Equal((31, DumpBuilder.RealTimestamp), (header.Schema, header.Timestamp));
        Assert.Equal([(1, Scenario.Isrc(1)), (2, Scenario.Isrc(2)), (3, Scenario.Isrc(2))], rows.Isrcs);
        Assert.Equal(
            [new Recording(1, Scenario.Mbid(1), 1000), new Recording(2, Scenario.Mbid(2), null), new Recording(3, Scenario.Mbid(3), 3000)], rows.Recordings);
        Assert.Equal((3, 0, 4, 0), (report.Isrcs.Lines, report.Isrcs.BadLines, report.Recordings.Lines, report.Recordings.BadLines));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("31")]
    [InlineData("32")]
    public void Read_Schema30WithSource_ReadsTheSameColumns(string schema)
    {
        var (header, rows, _) = Read(Dump with { Schema = schema, Isrcs = DumpBuilder.OldIsrc(1, Scenario.Isrc(1)) });
        Assert.Equal(schema, header.Schema.ToString(null, null));
        Assert.Equal([(1, Scenario.Isrc(1))], rows.Isrcs);
    }

    [Theory]
    [InlineData(null, "no_schema")]
    [InlineData("29\n", "schema_not_known")]
    [InlineData("", "schema_not_known")]
    [InlineData("thirty", "schema_not_known")]
    [InlineData("-31", "schema_not_known")]
    public void ReadHeader_UnknownLayout_IsRefused(string? schema, string reason) =>
        Assert.Equal(reason, Assert.Throws<DumpRefusedException>(() => Read(Dump with { Schema = schema })).Reason);

    [Fact]
    public void ReadHeader_WithoutTimestamp_IsTheOldest() => Assert.Equal("", Read(Dump with { Timestamp = null }).Header.Timestamp);

    [Theory]
    [InlineData("mbdump/isrc")]
    [InlineData("mbdump/recording")]
    public void ReadRows_MemberMissing_IsRefusedByItsName(string member)
    {
        var refused = Assert.Throws<DumpRefusedException>(() => Read(Dump with { Order = [.. Dump.Order.Where(name => name != member)] }));
        Assert.Equal("member_missing", refused.Reason);
        Assert.Contains(member, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRows_EndMarker_EndsTheRows()
    {
        var (_, rows, report) = Read(Dump with { Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + "\\.\n" + DumpBuilder.Isrc(2, Scenario.Isrc(2)) });
        Assert.Equal([(1, Scenario.Isrc(1))], rows.Isrcs);
        Assert.Equal(1, report.Isrcs.Lines);
    }

    [Fact]
    public void ReadRows_FewBadLines_AreCountedByReason()
    {
        var good = string.Concat(Enumerable.Range(1, 97).Select(n => DumpBuilder.Isrc(n, Scenario.Isrc(n))));
        var isrcs = DumpBuilder.Isrc(1, "junk") + good + "1\t2\n" + new string('x', 5_000) + "\n";
        var (_, rows, report) = Read(Dump with { Isrcs = isrcs }, new XrefOptions { MaxLineBytes = 1_024, MaxBadLineShare = 0.03 });
        Assert.Equal(97, rows.Isrcs.Count);
        Assert.Equal((100, 3, 1), (report.Isrcs.Lines, report.Isrcs.BadLines, report.Isrcs.FirstBadLine));
        Assert.Equal(new Dictionary<string, long> { ["bad_isrc"] = 1, ["line_too_long"] = 1, ["too_few_columns"] = 1 }, report.Isrcs.Bad);
    }

    [Fact]
    public void ReadRows_TooManyBadLines_AreRefusedWithTheFirst()
    {
        var isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + DumpBuilder.Isrc(2, "junk");
        var refused = Assert.Throws<DumpRefusedException>(() => Read(Dump with { Isrcs = isrcs }, new XrefOptions { MaxBadLineShare = 0.4 }));
        Assert.Equal("too_many_bad_lines", refused.Reason);
        Assert.Contains("1 bad_isrc), first at line 2", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private (DumpHeader Header, Rows Rows, DumpReport Report) Read(DumpBuilder dump, XrefOptions? options = null)
    {
        var announced = dump.Write(folder.Path);
        var file = new DumpFile(announced.Name, folder.File(Path.GetFileName(announced.File.Key)), Convert.ToHexStringLower(announced.File.Sha256.Span));
        var reader = new DumpReader(Options.Create(options ?? new XrefOptions()));
        var rows = new Rows();
        return (reader.ReadHeader(file), rows, reader.ReadRows(file, rows, CancellationToken.None));
    }

    private sealed class Rows : IRecordingWriter
    {
        public List<(int, string)> Isrcs { get; } = [];

        public List<Recording> Recordings { get; } = [];

        public void Add(int recordingId, Isrc isrc) => Isrcs.Add((recordingId, isrc.Code));

        public void Add(Recording recording) => Recordings.Add(recording);
    }
}
