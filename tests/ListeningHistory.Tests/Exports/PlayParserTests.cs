using System.Globalization;
using System.Text;
using System.Text.Json;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Exports;

public sealed class PlayParserTests
{
    private static readonly ExportLimits SmallBuffer = ExportLimits.Default with { MaxRowBytes = 4096 };

    [Theory]
    [InlineData("[]")]
    [InlineData(" \r\n\t[ ] \n")]
    [InlineData("\uFEFF[]")]
    public void Parse_EmptyExport_GivesNoRow(string json) => Assert.Empty(ListSink.Parse(json).Plays);

    [Theory]
    [InlineData("{}", "not_an_export")]
    [InlineData("", "not_an_export")]
    [InlineData("%PDF-1.4", "not_an_export")]
    [InlineData("[{\"ts\":\"2024-01-15T10:03:01Z\",\"ms_played\":1}", "truncated")]
    [InlineData("[{\"ts\":\"2024-01-15T10:0", "truncated")]
    [InlineData("[{\"ts\":\"2024-01-15T10:03:01Z\",\"ms_played\":1},]", "not_json")]
    [InlineData("[{\"ts\":\"2024-01-15T10:03:01Z\",\"ms_played\":1}{}]", "not_json")]
    [InlineData("[{\"ts\":\"2024-01-15T10:03:01Z\" \"ms_played\":1}]", "not_json")]
    [InlineData("[] []", "not_json")]
    public void Parse_NoExport_IsRefusedByNameAndPosition(string text, string reason)
    {
        var refused = Assert.Throws<ExportRefusedException>(() => ListSink.Parse(text));
        Assert.Equal(reason, refused.Reason);
        Assert.Contains("file.json is refused at byte", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ValuesThatAreNoRows_AreInvalidAndEndNothing()
    {
        var sink = ListSink.Parse("""[null, 5, "text", [1,[2]], {}, {"ts":"2024-01-15T10:03:01Z","ms_played":7}]""");
        Assert.Equal([1, 2, 3, 4, 5], sink.Invalid.Select(row => row.Row));
        Assert.Equal(7, Assert.Single(sink.Plays).MsPlayed);
    }

    [Theory]
    [InlineData("2024-02-30T10:03:01Z")]
    [InlineData("2024-01-15 10:03:01")]
    [InlineData("2024-01-15T10:03:01")]
    [InlineData("2024-01-15T24:03:01Z")]
    [InlineData("1999-01-15T10:03:01Z")]
    [InlineData("2999-01-15T10:03:01Z")]
    [InlineData("")]
    public void Parse_TimeThatCannotBe_IsAnInvalidRow(string ts) =>
        Assert.Contains("ts ", Assert.Single(ListSink.Parse($$"""[{"ts":"{{ts}}","ms_played":1}]""").Invalid).Reason, StringComparison.Ordinal);

    [Fact]
    public void Parse_EveryDayOfFourHundredYears_AgreesWithTheFramework()
    {
        for (var day = new DateTime(2006, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 2406; day = day.AddDays(1))
        {
            var text = Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            Assert.True(Utf8Time.TryReadTimestamp(text, out var seconds));
            Assert.Equal(new DateTimeOffset(day).ToUnixTimeSeconds(), seconds);
        }
    }

    [Fact]
    public void Parse_InvalidUtf8_IsAnInvalidRowAndEndsNothing()
    {
        byte[] Row(string field) =>
            [.. Encoding.UTF8.GetBytes($$"""{"ts":"2024-01-15T10:03:01Z","ms_played":1,"{{field}}":" """), 0xC3, 0x28, .. "\"}"u8];
        var json = (byte[])[.. "["u8, .. Row("master_metadata_track_name"), .. ","u8, .. Row("platform"), .. ","u8, .. Row("ip_addr"), .. ","u8,
            .. Row("ip_addr"), .. ","u8, .. """{"ts":"2024-01-15T10:03:01Z","ms_played":1,"platform":"\ud800"}"""u8, .. ",{\"ts\":\"2024-01-15T10:03:01Z\",\"ms_played\":7}]"u8];
        var sink = ListSink.Parse(new MemoryStream(json));
        Assert.Equal(5, sink.Invalid.Count);
        Assert.All(sink.Invalid, row => Assert.Contains("UTF-8", row.Reason, StringComparison.Ordinal));
        Assert.Equal(7, Assert.Single(sink.Plays).MsPlayed);
    }

    [Fact]
    public void Parse_StringOfAGigabyte_IsRefusedAfterAMegabyte()
    {
        var stream = new RepeatingStream("""[{"ts":"2024-01-15T10:03:01Z","ms_played":1,"platform":" """u8.ToArray(), new byte[4096].Select(_ => (byte)'a').ToArray(), 1 << 18, "\"}]"u8.ToArray());
        var refused = Assert.Throws<ExportRefusedException>(() => ListSink.Parse(stream));
        Assert.Equal("row_too_long", refused.Reason);
        Assert.InRange(stream.Given, 1, 3 << 20);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Parse_DeepNesting_IsRefused(string level)
    {
        var json = $$"""[{"ts":"2024-01-15T10:03:01Z","ms_played":1,"x":{{string.Concat(Enumerable.Repeat(level, 100_000))}}""";
        Assert.Equal("not_json", Assert.Throws<ExportRefusedException>(() => ListSink.Parse(json)).Reason);
    }

    [Fact]
    public void Parse_WhiteSpaceWithoutEnd_IsRefused()
    {
        var stream = new RepeatingStream("["u8.ToArray(), "          "u8.ToArray(), 1L << 40, "]"u8.ToArray());
        Assert.Equal("row_too_long", Assert.Throws<ExportRefusedException>(() => ListSink.Parse(stream)).Reason);
    }

    [Fact]
    public void Parse_HundredMegabytes_AllocatesNoMoreThanForTen()
    {
        var row = Encoding.UTF8.GetBytes($",\n  {ExportRow.Extended("2024-01-15T10:03:01Z", 181_000).Json}");
        long Allocated(long times)
        {
            var sink = new CountingSink();
            var parser = new PlayParser(ExportLimits.Default, TimeProvider.System);
            var before = GC.GetAllocatedBytesForCurrentThread();
            parser.Parse(new RepeatingStream([(byte)'[', .. row.AsSpan(1)], row, times, "]"u8.ToArray()), "file.json", false, sink, CancellationToken.None);
            Assert.Equal(times + 1, sink.Rows);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(10_000);
        Assert.InRange(Allocated(110_000_000 / row.Length) - Allocated(10_000_000 / row.Length), -500_000, 500_000);
    }

    /// <summary>Text with which rows begin also stands within rows and within their texts: each cut there is found wrong.</summary>
    [Fact]
    public void Parse_RowsWithinRows_AreNotTakenForRows()
    {
        const string Row = """{"ts":"2024-01-15T10:03:01Z","ms_played":1,"platform":"{\"ts\":"}""";
        const string Nested = $$"""{"ts":"2024-01-15T10:03:01Z","ms_played":2,"x":[{{Row}},{{Row}},{{Row}}]}""";
        for (var plain = 0; plain < 60; plain++)
        {
            var rows = Enumerable.Repeat(Row, 40 + plain).Concat(Enumerable.Repeat(Nested, 20)).Append(Row).ToList();
            var sink = ListSink.Parse($"[{string.Join(",", rows)}]", SmallBuffer);
            Assert.Empty(sink.Invalid);
            Assert.Equal(rows.Select(row => row == Nested ? 2L : 1L), sink.Plays.Select(play => play.MsPlayed));
            Assert.Equal(Enumerable.Range(0, rows.Count), sink.Plays.Select(play => play.Index));
        }
    }

    [Fact]
    public void Parse_LargeFileThatIsDamaged_NamesTheSameRowAndByteAsAWholeReader()
    {
        const string Row = """{"ts":"2024-01-15T10:03:01Z","ms_played":1}""";
        const string Invalid = """{"ts":"yesterday","ms_played":1}""";
        var before = $"[{string.Join(",", Enumerable.Repeat(Row, 1000))},{Invalid},";
        var sink = new ListSink();
        var json = $"{before}{string.Join(",", Enumerable.Repeat(Row, 300))},{{\"ts\" 5}},{string.Join(",", Enumerable.Repeat(Row, 300))}]";
        var refused = Assert.Throws<ExportRefusedException>(() => new PlayParser(SmallBuffer, TimeProvider.System).Parse(
            new MemoryStream(Encoding.UTF8.GetBytes(json)), "file.json", false, sink, CancellationToken.None));
        var invalid = Assert.Single(sink.Invalid);
        Assert.Equal((1001, before.Length - Invalid.Length - 1L), (invalid.Row, invalid.Offset));
        Assert.Equal(1300, sink.Plays.Count);
        Assert.Contains("row 1,302:", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"byte {before.Length + (300 * (Row.Length + 1)) + 6:N0}", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The fast path, the tokenizer and the framework's own reader agree, wherever the buffer ends.</summary>
    [Fact]
    public void Parse_RowsOfEveryShape_AgreesWithADocumentReader()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var json = RandomExports.Write(random, rows: 60);
            var sink = ListSink.Parse(json, SmallBuffer);
            using var document = JsonDocument.Parse(json);
            var expected = document.RootElement.EnumerateArray().Select(RandomExports.Read).ToList();
            Assert.True(sink.Invalid.Count == 0, $"Seed {seed}: {string.Join("; ", sink.Invalid)}");
            Assert.True(expected.SequenceEqual(sink.Plays.Select(RandomExports.Text)), $"Seed {seed} differs.");
        }
    }

    private sealed class CountingSink : IPlaySink
    {
        public long Rows { get; private set; }

        public void Add(in ParsedPlay play) => Rows++;

        public void AddInvalid(in InvalidRow row) => Assert.Fail(row.Reason);

        public void Advance(int bytes)
        {
        }
    }
}
