using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.Matching;

public sealed class RecordingChoiceTests
{
    [Theory]
    [InlineData("1:100000 2:200000 3:300000", 210_000L, 2)] // nearest
    [InlineData("3:190000 2:210000", 200_000L, 2)] // equally near: the lower id
    [InlineData("1:? 2:900000", 200_000L, 2)] // an unknown length is farther than any
    [InlineData("2:? 1:?", 200_000L, 1)]
    [InlineData("2:100 1:?", null, 1)] // nothing to compare with
    [InlineData("5:200000", 1L, 5)]
    public void Nearest_Candidates_IsTheOne(string candidates, long? durationMs, int expected)
    {
        var recordings = candidates.Split(' ').Select(text => text.Split(':')).Select(parts => new Recording(
            int.Parse(parts[0], null), Scenario.Mbid(1), parts[1] == "?" ? null : int.Parse(parts[1], null)));
        Assert.Equal(expected, RecordingChoice.Nearest(recordings, durationMs)!.Id);
    }

    [Fact]
    public void Nearest_NoCandidate_IsNone() => Assert.Null(RecordingChoice.Nearest([], 1));
}
