using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Vectorizer.Loading;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Loads an index of another process when table vectors has a new generation.</summary>
internal sealed class VectorsPublishedConsumer(IndexLoader loader) : SingleEventHandler<GenerationPublished>
{
    public override async Task<Refusal?> HandleAsync(GenerationPublished message, CancellationToken cancellationToken)
    {
        if (message.Table == VectorTable.Name)
            await loader.LoadAsync(everything: false, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
