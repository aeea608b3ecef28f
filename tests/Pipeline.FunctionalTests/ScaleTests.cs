using System.Globalization;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A world of full-size shape, whose expected answers are those of a sample of its tracks.</summary>
public sealed class ScaleTests
{
    // Just above the size up to which a sample world has the pairs of every track.
    private const double Scale = 0.00016;

    [Fact]
    public async Task Run_FullSizeShape_AnswersTheSampledTracksAsExpected()
    {
        using var world = new World();
        await Platform.DoneAsync("sample", "--out", world.Input, "--scale", Scale.ToString(CultureInfo.InvariantCulture), "--segments", "2");
        await Platform.DoneAsync(world.RunArguments());
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);

        await ChangeAsync(Path.Combine(world.Truth, "cooccurring.ndjson"), "\"count\":3,", "\"count\":4,");
        var verified = await Platform.RunAsync("verify", "--truth", world.Truth, "--data", world.Data);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("pair should be", verified.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    public async Task Sample_ScaleOutOfRange_IsRefused(string scale)
    {
        using var world = new World();
        var refused = await Platform.RunAsync("sample", "--out", world.Input, "--scale", scale);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("scale", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Input));
    }

    /// <summary>Changes the first occurrence of a text in a file.</summary>
    private static async Task ChangeAsync(string path, string from, string to)
    {
        var text = await File.ReadAllTextAsync(path);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{path} has no {from}");
        await File.WriteAllTextAsync(path, text[..at] + to + text[(at + from.Length)..]);
    }
}
