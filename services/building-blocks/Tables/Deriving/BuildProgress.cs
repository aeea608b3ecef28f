namespace SpotifyPlatform.Tables.Deriving;

/// <summary>How far a unit is.</summary>
/// <param name="sourceRows">Source rows of the unit; 0 if unknown.</param>
internal sealed class BuildProgress(TimeProvider time, long sourceRows) : IProgress<long>
{
    private readonly long began = time.GetTimestamp();
    private long rows;

    public void Report(long value) => Interlocked.Exchange(ref rows, value);

    public DerivedStatus Of(DerivedStatus status)
    {
        var done = Interlocked.Read(ref rows);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var rate = seconds > 0 ? done / seconds : 0;
        return status with
        {
            Rows = done,
            RowsPerSecond = rate,
            Left = rate > 0 && sourceRows > done ? TimeSpan.FromSeconds((sourceRows - done) / rate) : null,
        };
    }
}
