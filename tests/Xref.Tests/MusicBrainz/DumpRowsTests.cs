using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class DumpRowsTests
{
    [Theory]
    [InlineData("9\t4711\tUSRC17607839\t0\t2020-01-01")] // schema 31
    [InlineData("9\t4711\tUSRC17607839\t\\N\t0\t2020-01-01")] // schema 30
    [InlineData("9\t4711\tus-rc1-76-07839")]
    [InlineData("9\t4711\tUSRC\\0617607839")] // an escaped 1
    public void ReadIsrc_Row_IsRead(string line)
    {
        Assert.Null(DumpRows.ReadIsrc(Encoding.UTF8.GetBytes(line), out var recording, out var isrc));
        Assert.Equal((4711, Isrc.Parse("USRC17607839")), (recording, isrc));
    }

    [Theory]
    [InlineData("", "too_few_columns")]
    [InlineData("9\t4711", "too_few_columns")]
    [InlineData("9\t\\N\tUSRC17607839", "bad_recording")]
    [InlineData("9\t0\tUSRC17607839", "bad_recording")]
    [InlineData("9\t-1\tUSRC17607839", "bad_recording")]
    [InlineData("9\t2147483648\tUSRC17607839", "bad_recording")]
    [InlineData("9\t4711x\tUSRC17607839", "bad_recording")]
    [InlineData("9\t4711\tjunk", "bad_isrc")]
    [InlineData("9\t4711\t\\N", "bad_isrc")]
    [InlineData("9\t4711\tUSRC1760783901234567890123456789012345678901234567890123456789012", "bad_isrc")]
    public void ReadIsrc_NoRow_SaysWhy(string line, string reason) =>
        Assert.Equal(reason, DumpRows.ReadIsrc(Encoding.UTF8.GetBytes(line), out _, out _));

    [Theory]
    [InlineData("203000", 203000)]
    [InlineData("\\N", 0)]
    [InlineData("0", 0)]
    [InlineData("-5", 0)]
    public void ReadRecording_Wanted_IsRead(string length, int expected)
    {
        var line = $"4711\t00112233-4455-6677-8899-aabbccddeeff\tName\t1\t{length}\t\t0\t\\N\tf";
        Assert.Null(DumpRows.ReadRecording(Encoding.UTF8.GetBytes(line), id => id == 4711, out var recording));
        Assert.Equal(new Recording(4711, Mbid.Parse("00112233-4455-6677-8899-aabbccddeeff"), expected), recording);
    }

    [Theory]
    [InlineData("", "too_few_columns")]
    [InlineData("4711\t00112233-4455-6677-8899-aabbccddeeff\tName\t1", "too_few_columns")]
    [InlineData("x\t00112233-4455-6677-8899-aabbccddeeff\tName\t1\t5", "bad_recording")]
    [InlineData("4711\t00112233-4455-6677-8899-aabbccddeef\tName\t1\t5", "bad_mbid")]
    [InlineData("4711\t00112233-4455-6677-8899-aabbccddeeff0\tName\t1\t5", "bad_mbid")]
    [InlineData("4711\t\\N\tName\t1\t5", "bad_mbid")]
    [InlineData("4711\t00112233-4455-6677-8899-aabbccddeeff\tName\t1\tlong", "bad_length")]
    public void ReadRecording_NoRow_SaysWhy(string line, string reason)
    {
        Assert.Equal(reason, DumpRows.ReadRecording(Encoding.UTF8.GetBytes(line), id => id == 4711, out var recording));
        Assert.Equal(0, recording.Id);
    }

    [Fact]
    public void ReadRecording_WithoutIsrc_IsNotTaken()
    {
        var line = "4712\t00112233-4455-6677-8899-aabbccddeeff\tName\t1\t5"u8;
        Assert.Null(DumpRows.ReadRecording(line, id => id == 4711, out var recording));
        Assert.Equal(0, recording.Id);
    }

    [Fact]
    public void ReadRedirect_Row_IsRead()
    {
        Assert.Null(DumpRows.ReadRedirect("00112233-4455-6677-8899-aabbccddeeff\t4711\t2020-01-01"u8, out var mbid, out var recording));
        Assert.Equal((Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), 4711), (mbid, recording));
    }

    [Theory]
    [InlineData("00112233-4455-6677-8899-aabbccddeeff", "too_few_columns")]
    [InlineData("x\t4711", "bad_mbid")]
    [InlineData("00112233-4455-6677-8899-aabbccddeeff\t0", "bad_recording")]
    public void ReadRedirect_NoRow_SaysWhy(string line, string reason) =>
        Assert.Equal(reason, DumpRows.ReadRedirect(Encoding.UTF8.GetBytes(line), out _, out _));

    [Fact]
    public void RecordingIds_RandomIds_HoldsThoseAndNoOthers()
    {
        var random = new Random(20261121);
        var expected = new HashSet<int>();
        var ids = new RecordingIds();
        for (var i = 0; i < 20_000; i++)
        {
            var id = i % 3 == 0 ? random.Next(1, int.MaxValue) : random.Next(1, 60_000);
            expected.Add(id);
            ids.Add(id);
        }

        Assert.All(expected, id => Assert.True(ids.Contains(id)));
        Assert.All(Enumerable.Range(1, 70_000), id => Assert.Equal(expected.Contains(id), ids.Contains(id)));
        Assert.True(!ids.Contains(int.MaxValue) || expected.Contains(int.MaxValue));
        Assert.Equal(expected.Count, ids.Index());
        Assert.All(expected.Order().Index(), id => Assert.Equal(id.Index, ids.IndexOf(id.Item)));
    }
}
