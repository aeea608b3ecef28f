using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>The worker: mines planned ranges, unless they are mined already or their generation is no longer wanted. The last one publishes the table.</summary>
internal sealed class RangePlannedConsumer(IEnumerable<DerivedTable> tables) : SingleEventHandler<MiningRangePlanned>
{
    /// <summary>Bytes of the id of a generation.</summary>
    private const int IdBytes = 16;

    private readonly TableDeriver deriver = tables.Single(table => table.Deriver.Table == PairTable.Name).Deriver;

    public override async Task<Refusal?> HandleAsync(MiningRangePlanned message, CancellationToken cancellationToken)
    {
        if (message is not { Generation.Length: IdBytes, Unit: >= 0 })
            return new Refusal("malformed", $"The range {message} names no generation of {IdBytes} bytes, or its unit is negative.");
        await deriver.BuildUnitAsync(Convert.ToHexStringLower(message.Generation.Span), message.Unit, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
