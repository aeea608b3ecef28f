using SpotifyPlatform.Benchmarks.Adversarial;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction.Scanning;

/// <summary>A short slice; <c>benchmarks property --lines 100000</c> is the long run, and the variable below lengthens this one.</summary>
public sealed class LineScannerPropertyTests
{
    private static readonly long Lines = long.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_PROPERTY_LINES"), out var lines) ? lines : 1500;

    [Theory]
    [InlineData(101)]
    [InlineData(202)]
    public void Scan_AdversarialLines_EqualsTheReferenceReader(int seed)
    {
        var (failure, count, refused, strictAlone) = PropertyCheck.Run(seed, Lines);
        Assert.Null(failure);
        // The generator must reach both sides of every verdict.
        Assert.InRange(refused, count / 5, count * 4 / 5);
        Assert.InRange(strictAlone, 1, refused);
    }
}
