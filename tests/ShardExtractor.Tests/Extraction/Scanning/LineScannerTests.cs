using System.Text;
using SpotifyPlatform.Benchmarks.Adversarial;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;
using SpotifyPlatform.ShardExtractor.Tests.Support;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction.Scanning;

/// <summary>Each rule by name, on every vector path and at three chunk sizes.</summary>
public sealed class LineScannerTests
{
    private static readonly string Good = Shard.Line(1);

    public static TheoryData<string, string> AcceptedLines() => new()
    {
        { "as it is", Good },
        { "without line feed at the end", Good },
        { "carriage return before the line feed", Good + "\r" },
        { "white space everywhere", Good.Replace(":", " :\t", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal) },
        { "escaped root keys", Good.Replace("\"track\":", "\"tr\\u0061ck\":", StringComparison.Ordinal).Replace("\"meta\":", "\"\\u006D\\u0065\\u0074\\u0061\":", StringComparison.Ordinal) },
        { "escaped column", Good.Replace("\"duration\":226", "\"d\\u0075ration\":226", StringComparison.Ordinal) },
        { "escaped id", Good.Replace("\"track_id\":\"00", "\"track_\\u0069d\":\"\\u00300", StringComparison.Ordinal) },
        { "a byte order mark", "\uFEFF" + Good },
        { "unknown members of every type", Good.Insert(1, "\"a\":1,\"b\":\"}{][\\\"\",\"c\":null,\"d\":[[],{}],\"e\":true,\"f\":-1.5e+3,") },
        { "strings of other scripts", Good.Insert(1, "\"a\":{\"b\":\"é漢😀\"},\"é\":\"😀\",") },
        { "whole numbers as floats", Good.Replace("\"key\":9,", "\"key\":9.0,", StringComparison.Ordinal).Replace("\"num_samples\":5002278", "\"num_samples\":5.002278E6", StringComparison.Ordinal).Replace("\"analysis_sample_rate\":22050", "\"analysis_sample_rate\":2.205e4", StringComparison.Ordinal).Replace("\"time_signature\":4", "\"time_signature\":4.000", StringComparison.Ordinal).Replace("\"mode\":0", "\"mode\":-0.0", StringComparison.Ordinal) },
        { "an unknown key twice", Good.Insert(1, "\"a\":1,\"a\":2,") },
    };

    public static TheoryData<string, RefusalReason> RefusedLines() => new()
    {
        { "{}", RefusalReason.MissingMeta },
        { "[]", RefusalReason.UnexpectedByte },
        { "x", RefusalReason.UnexpectedByte },
        { Good + "x", RefusalReason.UnexpectedByte },
        { Good + "{}", RefusalReason.UnexpectedByte },
        { Good[..^1], RefusalReason.UnfinishedLine },
        { Good[..100], RefusalReason.UnfinishedLine },
        { Good.Replace("\"bars\":", "\"bars\" ", StringComparison.Ordinal), RefusalReason.UnexpectedByte },
        { Good.Replace("\"bars\":", "\"bars\":,", StringComparison.Ordinal), RefusalReason.UnexpectedByte },
        { Good.Insert(1, "\"a\":01,"), RefusalReason.UnexpectedByte },
        { Good.Insert(1, "\"a\":tru,"), RefusalReason.UnexpectedByte },
        { Good.Insert(1, ","), RefusalReason.UnexpectedByte },
        { Good.Insert(Good.Length - 1, ","), RefusalReason.UnexpectedByte },
        { Good.Insert(1, "\"a\":\"\t\","), RefusalReason.ControlCharacter },
        { Good.Insert(1, "\"a\":[\"\u0001\"],"), RefusalReason.ControlCharacter },
        { Good.Insert(1, "\"a\":[\u0001],"), RefusalReason.ControlCharacter },
        { Good.Insert(1, "\"a\":[\"\0\"],"), RefusalReason.NulByte },
        { Good.Insert(1, "\"a\":[\0],"), RefusalReason.NulByte },
        { Good.Insert(1, "\"a\":[\"\\x\"],"), RefusalReason.BadEscape },
        { Good.Insert(1, "\"a\":[\"\\u12g4\"],"), RefusalReason.BadEscape },
        { Good.Insert(1, "\"a\":[é],"), RefusalReason.UnexpectedByte },
        { Good.Insert(1, "\"a\":[{]],"), RefusalReason.BracketMismatch },
        { Good.Insert(1, "\"a\":{]},"), RefusalReason.BracketMismatch },
        { Good.Insert(1, "\"a\":" + new string('[', 32) + new string(']', 32) + ","), RefusalReason.TooDeep },
        { Good.Insert(1, "\"meta\":{},"), RefusalReason.DuplicateKey },
        { Good.Insert(1, "\"sect\\u0069ons\":[],"), RefusalReason.DuplicateKey },
        { Good.Replace("\"loudness\":-5.213", "\"loudness\":-5.213,\"loudness\":1", StringComparison.Ordinal), RefusalReason.DuplicateKey },
        { Good.Replace("\"meta\":", "\"mota\":", StringComparison.Ordinal), RefusalReason.MissingMeta },
        { Good.Replace("\"track\":{", "\"trick\":{", StringComparison.Ordinal), RefusalReason.MissingTrack },
        { Good.Replace("track_id", "track_ix", StringComparison.Ordinal), RefusalReason.MissingTrackId },
        { Good.Replace("\"track_id\":\"00", "\"track_id\":\"01", StringComparison.Ordinal), RefusalReason.ForeignTrack },
        { Good.Replace("\"track_id\":\"00", "\"track_id\":\"zz", StringComparison.Ordinal), RefusalReason.BadTrackId },
        { Good.Replace("\"track_id\":\"00", "\"track_id\":\"0", StringComparison.Ordinal), RefusalReason.BadTrackId },
        { Good.Replace("\"duration\":226.86068", "\"duration\":\"226\"", StringComparison.Ordinal), RefusalReason.WrongType },
        { Good.Replace("\"key\":9", "\"key\":9.5", StringComparison.Ordinal), RefusalReason.WrongType },
        { Good.Replace("\"key\":9", "\"key\":9e-1", StringComparison.Ordinal), RefusalReason.WrongType },
        { Good.Replace("\"key\":9", "\"key\":\"9\"", StringComparison.Ordinal), RefusalReason.WrongType },
        { Good.Replace("\"num_samples\":5002278", "\"num_samples\":1E19", StringComparison.Ordinal), RefusalReason.NumberOutOfRange },
        { Good.Replace("\"sections\":[", "\"sections\":[1,", StringComparison.Ordinal), RefusalReason.WrongType },
        { Good.Replace("\"sections\":[", "\"sections\":{},\"other\":[", StringComparison.Ordinal), RefusalReason.WrongType },
        { Good.Replace("\"tempo\":151.94", "\"tempo\":1e999", StringComparison.Ordinal), RefusalReason.NumberOutOfRange },
        { Good.Replace("\"num_samples\":5002278", "\"num_samples\":9223372036854775808", StringComparison.Ordinal), RefusalReason.NumberOutOfRange },
        { Good.Replace("151.94", "151." + new string('9', 70), StringComparison.Ordinal), RefusalReason.ValueTooLong },
        { Good.Replace("151.94", "0151.94", StringComparison.Ordinal), RefusalReason.UnexpectedByte },
        { Good.Replace("\"4.0.0\"", "\"4\\u0000\"", StringComparison.Ordinal), RefusalReason.NulByte },
        { Good.Replace("\"4.0.0\"", "\"4\\ud800\"", StringComparison.Ordinal), RefusalReason.BadEscape },
    };

    [Theory]
    [MemberData(nameof(AcceptedLines))]
    public void Scan_LineThatHolds_GivesItsRows(string what, string line)
    {
        foreach (var run in Runs(Encoding.UTF8.GetBytes(line)))
        {
            Assert.True(run.Refused.Count == 0, $"{what}: {string.Join(' ', run.Refused)}");
            Assert.Equal(Shard.TrackRow(1), run.Tracks);
            Assert.Equal(Shard.SectionRow(1, 0, 0) + Shard.SectionRow(1, 1, 8), run.Sections);
        }
    }

    [Theory]
    [MemberData(nameof(RefusedLines))]
    public void Scan_LineThatBreaksARule_IsRefusedAndTheNextIsRead(string line, RefusalReason reason)
    {
        foreach (var run in Runs(Encoding.UTF8.GetBytes($"{line}\n{Shard.Line(2)}")))
        {
            Assert.Equal(reason, Assert.Single(run.Refused).Reason);
            Assert.Equal(Shard.TrackRow(2), run.Tracks);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void Scan_StringThatIsNotUtf8_IsRefused(byte[] bytes)
    {
        foreach (var run in Runs([.. "{\"a\":[\""u8, .. bytes, .. "\"]}\n"u8]))
            Assert.Equal(RefusalReason.InvalidUtf8, Assert.Single(run.Refused).Reason);
    }

    [Fact]
    public void Scan_BlankLines_AreCountedAndRefuseNothing()
    {
        foreach (var run in Runs(Encoding.UTF8.GetBytes($"\n \t\r\n{Good}\n\n")))
        {
            Assert.Equal(3, run.BlankLines);
            Assert.Empty(run.Refused);
            Assert.Equal(Shard.TrackRow(1), run.Tracks);
        }
    }

    [Fact]
    public void Scan_NoOrNullSections_GivesATrackWithoutSections()
    {
        var none = Good.Replace("\"sections\":", "\"parts\":", StringComparison.Ordinal);
        var isNull = Good.Insert(1, "\"sections\":null,").Replace(",\"sections\":[", ",\"parts\":[", StringComparison.Ordinal);
        foreach (var line in new[] { none, isNull })
        {
            foreach (var run in Runs(Encoding.UTF8.GetBytes(line)))
                Assert.Equal((Shard.TrackRow(1), ""), (run.Tracks, run.Sections));
        }
    }

    [Fact]
    public void Scan_AbsentAndNullColumns_AreNull()
    {
        var line = Good.Replace("\"tempo\":151.94,", "", StringComparison.Ordinal).Replace("\"mode\":0,\"mode_confidence\":0.465", "\"mode\":null,\"mode_confidence\":0.465", StringComparison.Ordinal);
        var row = Shard.TrackRow(1).Replace("\"tempo\":151.94,", "\"tempo\":null,", StringComparison.Ordinal).Replace("\"mode\":0,", "\"mode\":null,", StringComparison.Ordinal);
        foreach (var run in Runs(Encoding.UTF8.GetBytes(line)))
            Assert.Equal(row, run.Tracks);
    }

    [Fact]
    public void Scan_TheSameTrackTwice_KeepsTheFirst()
    {
        foreach (var run in Runs(Encoding.UTF8.GetBytes($"{Good}\n{Good}\n")))
        {
            Assert.Equal(RefusalReason.DuplicateTrack, Assert.Single(run.Refused).Reason);
            Assert.Equal(Shard.TrackRow(1), run.Tracks);
        }
    }

    [Fact]
    public void Scan_FaultsInSkippedNumbersAndCommas_AreFoundByStrictAlone()
    {
        foreach (var fault in new[] { "[01]", "[1,,2]", "{\"a\" 1}", "[1 2]", "[nul]", "{1:2}", "[1,]" })
        {
            var text = Encoding.UTF8.GetBytes(Good.Insert(1, $"\"a\":{fault},"));
            Assert.All(Runs(text), run => Assert.Empty(run.Refused));
            Assert.All(Runs(text, new ExtractionOptions { Strict = true }), run => Assert.Equal(RefusalReason.UnexpectedByte, Assert.Single(run.Refused).Reason));
        }
    }

    private static List<ScannerRun> Runs(byte[] text, ExtractionOptions? options = null)
    {
        var paths = Enum.GetValues<VectorPath>().Where(VectorPaths.IsSupported);
        var runs = paths.SelectMany(_ => new[] { 1, 61, 1024 * 1024 }, (path, size) => ScannerRun.Of(text, options ?? new(), path, () => size)).ToList();
        Assert.All(runs, run => Assert.Equal(runs[0].Refused, run.Refused));
        return runs;
    }
}
