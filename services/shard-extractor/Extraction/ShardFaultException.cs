using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Ends the reading of a shard; what was read before stands.</summary>
internal sealed class ShardFaultException(ShardFault fault, string message) : Exception(message)
{
    public ShardFault Fault { get; } = fault;

    public static ShardFaultException From(ZstdException fault) => new(
        fault.Fault switch
        {
            ZstdFault.Truncated => ShardFault.Truncated,
            ZstdFault.TrailingGarbage => ShardFault.TrailingGarbage,
            ZstdFault.ChecksumMismatch => ShardFault.ChecksumMismatch,
            ZstdFault.WindowTooLarge => ShardFault.WindowTooLarge,
            ZstdFault.Corrupt => ShardFault.Corrupt,
            _ => ShardFault.NotReadable,
        },
        fault.Message);
}
