using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Hands the units of the pairs table to the workers over the event bus.</summary>
internal sealed class RangePlanner(IEventPublisher publisher, ILogger<RangePlanner> logger) : IUnitPlanner
{
    public async Task PlanAsync(TablePlan plan, IReadOnlyList<int> units, CancellationToken cancellationToken)
    {
        var generation = ByteString.CopyFrom(Convert.FromHexString(plan.Id));
        await publisher.PublishAsync(
            Topics.MiningRangePlanned,
            [.. units.Select(unit => new OutgoingEvent<MiningRangePlanned>($"{plan.Id}/{unit}", new() { Generation = generation, Unit = unit }))],
            cancellationToken).ConfigureAwait(false);
        Log.Planned(logger, plan.Id, units.Count);
    }
}
