namespace SpotifyPlatform.Tables.Generations;

/// <summary>How much of a machine a writer takes. Nothing here changes what is written, but for the length of parts.</summary>
/// <param name="MemoryBytes">For sorting; what does not fit is spilled.</param>
/// <param name="Threads">1, or more to sort and write beside the caller.</param>
/// <param name="PartBytes">Where parts are cut; a constant but in tests.</param>
internal sealed record TableOptions(long MemoryBytes, int Threads, long PartBytes = TableOptions.UsualPartBytes)
{
    public const long UsualPartBytes = 256 << 20;
}
