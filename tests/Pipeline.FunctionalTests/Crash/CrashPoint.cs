namespace SpotifyPlatform.Pipeline.FunctionalTests.Crash;

/// <summary>A place in the pipeline: the n-th measurement of an instrument.</summary>
/// <param name="Instrument">Meter and instrument, such as <c>SpotifyPlatform.Xref/pipeline.records.produced</c>.</param>
/// <param name="Passing">From 1.</param>
internal sealed record CrashPoint(string Instrument, long Passing)
{
    public override string ToString() => $"{Instrument}#{Passing}";

    public static CrashPoint Parse(string text) => text.Split('#') is [var instrument, var passing]
        ? new CrashPoint(instrument, long.Parse(passing, System.Globalization.CultureInfo.InvariantCulture))
        : throw new FormatException($"'{text}' is not METER/INSTRUMENT#N.");
}
