using System.Globalization;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Xref.Tests.Matching;

public sealed class RecordingCandidatesTests
{
    [Theory]
    [InlineData("1:100000 2:200000 3:300000", 210_000L, 2)] // nearest
    [InlineData("2:210000 3:190000", 200_000L, 2)] // equally near: the lower id
    [InlineData("1:? 2:900000", 200_000L, 2)] // an unknown length is farther than any
    [InlineData("1:? 2:?", 200_000L, 1)]
    [InlineData("1:? 2:100", 0L, 1)] // nothing to compare with
    [InlineData("5:200000", long.MaxValue, 5)]
    public void Nearest_Candidates_IsTheOne(string recordings, long durationMs, int expected)
    {
        var candidates = new RecordingCandidates();
        foreach (var parts in recordings.Split(' ').Select(text => text.Split(':')))
            Assert.True(Add(candidates, int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1] == "?" ? 0 : long.Parse(parts[1], CultureInfo.InvariantCulture)));
        Assert.Equal(Scenario.Mbid(expected).ToBytes(), candidates.Mbid(candidates.Nearest(durationMs)).ToArray());
    }

    [Fact]
    public void Nearest_NoCandidate_IsNone()
    {
        var candidates = new RecordingCandidates();
        Add(candidates, 1, 1);
        candidates.Clear();
        Assert.True(candidates.Mbid(candidates.Nearest(1)).IsEmpty);
        Assert.True(candidates.Merged(-1).IsEmpty);
    }

    [Fact]
    public void TryAdd_MoreThanTheLimit_IsLeftOut()
    {
        var candidates = new RecordingCandidates();
        for (var id = 1; id <= RecordingCandidates.MaxRecordings; id++)
            Assert.True(Add(candidates, id, 1));
        Assert.False(Add(candidates, RecordingCandidates.MaxRecordings + 1, 1));
    }

    private static bool Add(RecordingCandidates candidates, int id, long lengthMs)
    {
        var (key, value) = (new byte[RecordingTable.KeyBytes], new byte[RecordingTable.FixedBytes]);
        RecordingTable.WriteKey(key, "USABC2600001"u8, id);
        RecordingTable.WriteValue(value, Scenario.Mbid(id).ToBytes(), lengthMs);
        return candidates.TryAdd(new RecordingRow(key, value));
    }
}
