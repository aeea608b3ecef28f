using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class DumpReaderTests : IDisposable
{
    private static readonly DumpBuilder Dump = new()
    {
        Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + DumpBuilder.Isrc(2, Scenario.Isrc(2)) + DumpBuilder.Isrc(3, Scenario.Isrc(2)),
        Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 1000) + DumpBuilder.Recording(2, Scenario.Gid(2), null)
            + DumpBuilder.Recording(3, Scenario.Gid(3), 3000) + DumpBuilder.Recording(4, Scenario.Gid(4), 4000),
        Redirects = DumpBuilder.Redirect(Scenario.Gid(31), 3) + DumpBuilder.Redirect(Scenario.Gid(30), 3) + DumpBuilder.Redirect(Scenario.Gid(40), 4)
            + DumpBuilder.Redirect(Scenario.Gid(50), 5),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Orders()
    {
        string[] members = ["TIMESTAMP", "mbdump/isrc", "mbdump/recording", "mbdump/recording_gid_redirect"];
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
    public async Task Read_MembersInAnyOrder_GivesTheSame(string order)
    {
        // Other members have similar names.
        string[] members = ["mbdump/isrc_tag", .. order.Split(' '), "SCHEMA_SEQUENCE", "recording", "other/mbdump/isrc"];
        var (header, rows, report) = await ReadAsync(Dump with { Order = members });
        Assert.Equal((31, DumpBuilder.RealTimestamp), (header.Schema, header.Timestamp));
        Assert.Equal([(Scenario.Isrc(1), 1, 1, 1000L, 0), (Scenario.Isrc(2), 2, 2, 0L, 0), (Scenario.Isrc(2), 3, 3, 3000L, 2)], rows);
        Assert.Equal([(3, 0), (4, 0), (4, 0)], report.Members.Select(member => (member.Lines, member.BadLines)));
    }

    /// <summary>As <c>tar</c> names members when a dump is packed again from its folder, or with absolute names.</summary>
    [Theory]
    [InlineData("./")]
    [InlineData(".//")]
    [InlineData("././")]
    [InlineData("/")]
    [InlineData("/./")]
    public async Task Read_MembersPackedAgain_GivesTheSame(string prefix)
    {
        var (header, rows, _) = await ReadAsync(Dump with { Prefix = prefix });
        Assert.Equal((31, DumpBuilder.RealTimestamp, 3), (header.Schema, header.Timestamp, rows.Count));
    }

    [Fact]
    public async Task Read_MacOsAttributesBesideMembers_AreNoMembers()
    {
        var (_, rows, _) = await ReadAsync(Dump with { Prefix = "./", Order = ["._SCHEMA_SEQUENCE", "mbdump/._isrc", "__MACOSX/mbdump/isrc", .. Dump.Order] });
        Assert.Equal(3, rows.Count);
    }

    [Theory]
    [InlineData("20260520-001633/")]
    [InlineData("./20260520-001633/")]
    [InlineData("../")]
    public async Task ReadHeader_AFolderInFront_IsRefusedAndNamed(string prefix)
    {
        var refused = await Assert.ThrowsAsync<TableRefusedException>(() => ReadAsync(Dump with { Prefix = prefix }));
        Assert.Equal("no_schema", refused.Reason);
        Assert.Contains(prefix.TrimStart('.', '/') is { Length: > 0 } folder ? folder : "../", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadRows_WithoutRedirects_IsRead()
    {
        var (_, rows, report) = await ReadAsync(Dump with { Order = [.. Dump.Order.Where(name => name != DumpReader.RedirectMember)] });
        Assert.Equal((3, 2), (rows.Count, report.Members.Count));
    }

    [Fact]
    public async Task ReadRows_RepeatedAndMissingRows_TakesTheLastAndLeavesOutTheRest()
    {
        var (_, rows, _) = await ReadAsync(new DumpBuilder
        {
            Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + DumpBuilder.Isrc(1, Scenario.Isrc(1)) + DumpBuilder.Isrc(5, Scenario.Isrc(5)),
            Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 1000) + DumpBuilder.Recording(1, Scenario.Gid(2), 2000),
        });
        Assert.Equal([(Scenario.Isrc(1), 1, 2, 2000L, 0)], rows);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("31")]
    [InlineData("32")]
    public async Task Read_Schema30WithSource_ReadsTheSameColumns(string schema)
    {
        var (header, rows, _) = await ReadAsync(Dump with { Schema = schema, Isrcs = DumpBuilder.OldIsrc(1, Scenario.Isrc(1)) });
        Assert.Equal(schema, header.Schema.ToString(null, null));
        Assert.Equal([(Scenario.Isrc(1), 1, 1, 1000L, 0)], rows);
    }

    [Theory]
    [InlineData(null, "no_schema")]
    [InlineData("29\n", "schema_not_known")]
    [InlineData("", "schema_not_known")]
    [InlineData("thirty", "schema_not_known")]
    [InlineData("-31", "schema_not_known")]
    public async Task ReadHeader_UnknownLayout_IsRefused(string? schema, string reason) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<TableRefusedException>(() => ReadAsync(Dump with { Schema = schema }))).Reason);

    [Fact]
    public async Task ReadHeader_WithoutTimestamp_IsTheOldest() => Assert.Equal("", (await ReadAsync(Dump with { Timestamp = null })).Header.Timestamp);

    [Theory]
    [InlineData("mbdump/isrc")]
    [InlineData("mbdump/recording")]
    public async Task ReadRows_MemberMissing_IsRefusedByItsName(string member)
    {
        var refused = await Assert.ThrowsAsync<TableRefusedException>(() => ReadAsync(Dump with { Order = [.. Dump.Order.Where(name => name != member)] }));
        Assert.Equal("member_missing", refused.Reason);
        Assert.Contains(member, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadRows_EndMarker_EndsTheRows()
    {
        var (_, rows, report) = await ReadAsync(Dump with { Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + "\\.\n" + DumpBuilder.Isrc(2, Scenario.Isrc(2)) });
        Assert.Equal([(Scenario.Isrc(1), 1, 1, 1000L, 0)], rows);
        Assert.Equal(1, report.Members[0].Lines);
    }

    [Fact]
    public async Task ReadRows_FewBadLines_AreCountedByReason()
    {
        var good = string.Concat(Enumerable.Range(1, 97).Select(n => DumpBuilder.Isrc(n, Scenario.Isrc(n))));
        var isrcs = DumpBuilder.Isrc(1, "junk") + good + "1\t2\n" + new string('x', 5_000) + "\n";
        var (_, _, report) = await ReadAsync(Dump with { Isrcs = isrcs }, new XrefOptions { MaxLineBytes = 1_024, MaxBadLineShare = 0.03 });
        Assert.Equal((100, 3, 1), (report.Members[0].Lines, report.Members[0].BadLines, report.Members[0].FirstBadLine));
        Assert.Equal(new Dictionary<string, long> { ["bad_isrc"] = 1, ["line_too_long"] = 1, ["too_few_columns"] = 1 }, report.Members[0].Bad);
    }

    [Fact]
    public async Task ReadRows_TooManyBadLines_AreRefusedWithTheFirst()
    {
        var isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)) + DumpBuilder.Isrc(2, "junk");
        var refused = await Assert.ThrowsAsync<TableRefusedException>(() => ReadAsync(Dump with { Isrcs = isrcs }, new XrefOptions { MaxBadLineShare = 0.4 }));
        Assert.Equal("too_many_bad_lines", refused.Reason);
        Assert.Contains("1 bad_isrc), first at line 2", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The rows of the table: ISRC, row id, the number in the MBID, length, and how many MBIDs were merged into it.</summary>
    private async Task<(DumpHeader Header, List<(string, int, int, long, int)> Rows, DumpReport Report)> ReadAsync(DumpBuilder dump, XrefOptions? options = null)
    {
        using var world = new XrefWorld(folder.Path);
        var file = new DumpFile("mbdump.tar", folder.File(dump.Write(folder.Path).File.Key.Segments[^1]));
        var reader = new DumpReader(Options.Create(options ?? new XrefOptions()));
        var header = reader.ReadHeader(file, CancellationToken.None);
        using var join = new RecordingJoin(folder.File("scratch"));
        var report = reader.ReadRows(file, join, new Progress<long>(), CancellationToken.None);
        var plan = new TablePlan { Table = "read", KeyBytes = RecordingTable.KeyBytes, MappingVersion = 1, Rules = [], Inputs = new() { ["test"] = Guid.NewGuid().ToString("N") } };
        await world.Store.ListMissingUnitsAsync(plan, CancellationToken.None);
        using (var writer = world.Store.Write(plan, 0))
        {
            join.Write(writer, CancellationToken.None);
            await writer.CompleteAsync(CancellationToken.None);
        }

        using var table = await world.Store.OpenAsync((await world.Store.CompleteAsync(plan, null, CancellationToken.None))!, CancellationToken.None);
        return (header, Rows(table), report);
    }

    private static List<(string, int, int, long, int)> Rows(Table table)
    {
        var read = new List<(string, int, int, long, int)>();
        using var rows = table.Scan();
        while (rows.MoveNext())
        {
            var row = new RecordingRow(rows.Key, rows.Value);
            read.Add((Encoding.ASCII.GetString(row.Isrc), BinaryPrimitives.ReadInt32BigEndian(rows.Key[RecordingTable.IsrcBytes..]),
                BinaryPrimitives.ReadInt32BigEndian(row.Mbid), row.LengthMs, row.Merged.Length / Mbid.ByteLength));
        }

        return read;
    }
}
