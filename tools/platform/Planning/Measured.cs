namespace SpotifyPlatform.Platform.Planning;

/// <summary>What a run of the calibration took.</summary>
/// <param name="Processor">Seconds.</param>
/// <param name="Clock">Seconds.</param>
/// <param name="Bytes">On disk.</param>
internal readonly record struct Measured(double Processor, double Clock, double Bytes)
{
    /// <summary>
    /// What this run took beyond a small one. Where a busy machine hides the difference, all that this one took: a plan may say too much, and rates are
    /// never zero.
    /// </summary>
    public Measured Beyond(Measured small) => new(Beyond(Processor, small.Processor), Beyond(Clock, small.Clock), Beyond(Bytes, small.Bytes));

    private static double Beyond(double large, double small) => large > small ? large - small : large;
}
