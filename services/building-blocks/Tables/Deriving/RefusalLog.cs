using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Tables.Deriving;

/// <summary>Why generations cannot be built, beside their plans in the artifact store, so that no instance tries again in vain.</summary>
public sealed class RefusalLog(IArtifactStore store)
{
    private const int MaxBytes = 1 << 20;

    public async Task<TableRefusal?> FindAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await store.OpenAsync(KeyOf(plan), new ByteRange(0, MaxBytes), cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
                return await JsonSerializer.DeserializeAsync(stream, RefusalJson.Default.TableRefusal, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    public async Task<bool> ContainsAsync(TablePlan plan, CancellationToken cancellationToken) =>
        await store.FindAsync(KeyOf(plan), cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Has the generation tried again: after a mended option that is in no plan, or a fault of the machine.</summary>
    public Task RemoveAsync(TablePlan plan, CancellationToken cancellationToken) => store.DeleteAsync(KeyOf(plan), cancellationToken);

    internal async Task AddAsync(TablePlan plan, TableRefusedException refusal, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new TableRefusal(refusal.Reason, refusal.Message), RefusalJson.Default.TableRefusal));
        await store.CreateAsync(KeyOf(plan), content, cancellationToken).ConfigureAwait(false);
    }

    private static ArtifactKey KeyOf(TablePlan plan) => ArtifactKey.Parse($"tables/{plan.Table}/{plan.Id}/refused");
}

/// <param name="Reason">One of a bounded set.</param>
/// <param name="Detail">A sentence for the operator.</param>
public sealed record TableRefusal(string Reason, string Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TableRefusal))]
internal sealed partial class RefusalJson : JsonSerializerContext;
