using Microsoft.Extensions.Hosting;
using SpotifyPlatform.ServiceDefaults.Health;

namespace SpotifyPlatform.Engines;

/// <summary>Readiness of stores whose rows are tables.</summary>
public static class StoreReadiness
{
    /// <summary>Adds a check of a store. A table that was never published holds nothing back: questions that need it say so.</summary>
    public static IHostApplicationBuilder AddStoreReadinessCheck<TStore>(this IHostApplicationBuilder builder, string name, Func<TStore, CancellationToken, Task> probe)
        where TStore : notnull => builder.AddReadinessCheck<TStore>(name, async (store, stop) =>
        {
            try
            {
                await probe(store, stop).ConfigureAwait(false);
            }
            catch (TableNotBuiltException)
            {
                // Ready without it.
            }
        });
}
