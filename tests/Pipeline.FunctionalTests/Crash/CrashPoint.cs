namespace SpotifyPlatform.Pipeline.FunctionalTests.Crash;

/// <summary>A place in the pipeline: the n-th measurement of an instrument, or the n-th begin or end of a span.</summary>
/// <param name="Name">Such as <c>SpotifyPlatform.Xref/pipeline.records.produced</c>, or <c>SpotifyPlatform.Tables/build matches ends</c>.</param>
/// <param name="Passing">From 1.</param>
internal sealed record CrashPoint(string Name, long Passing)
{
    public override string ToString() => $"{Name}#{Passing}";

    public static CrashPoint Parse(string text) => text.Split('#') is [var name, var passing]
        ? new CrashPoint(name, long.Parse(passing, System.Globalization.CultureInfo.InvariantCulture))
        : throw new FormatException($"'{text}' is not NAME#N.");
}
