namespace SpotifyPlatform.Platform.Planning;

/// <summary>What a run of the calibration took.</summary>
/// <param name="Processor">Seconds.</param>
/// <param name="Clock">Seconds.</param>
/// <param name="Bytes">On disk.</param>
internal readonly record struct Measured(double Processor, double Clock, double Bytes)
{
    /// <summary>
    /// What this run took beyond a small one. Where a busy machine hides the difference, all that this one took: the plan may overestimate; a
    /// rate is never zero.
    /// </summary>
    public Measured Minus(Measured small) => new(Minus(Processor, small.Processor), Minus(Clock, small.Clock), Minus(Bytes, small.Bytes));

    private static double Minus(double large, double small) => large > small ? large - small : large;
}
