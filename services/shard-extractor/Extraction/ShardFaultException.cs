using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Ends the reading of a shard; what was read before is kept.</summary>
internal sealed class ShardFaultException(ShardFault fault, string message) : Exception(message)
{
    public ShardFault Fault { get; } = fault;

    public static ShardFaultException From(ZstdFormatException ex) => new(
        ex.Fault switch
        {
            ZstdFault.Truncated => ShardFault.Truncated,
            ZstdFault.TrailingGarbage => ShardFault.TrailingGarbage,
            ZstdFault.ChecksumMismatch => ShardFault.ChecksumMismatch,
            ZstdFault.WindowTooLarge => ShardFault.WindowTooLarge,
            ZstdFault.Corrupt => ShardFault.Corrupt,
            _ => ShardFault.NotReadable,
        },
        ex.Message);
}
