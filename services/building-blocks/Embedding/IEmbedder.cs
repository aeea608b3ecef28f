namespace SpotifyPlatform.Embedding;

/// <summary>Turns texts into points: texts that are alike stand close by cosine. The same text gives the same point.</summary>
public interface IEmbedder
{
    /// <summary>Numbers in every vector; 0 embeds nothing.</summary>
    int Dimensions { get; }

    /// <summary>A vector a text, in the order of the texts, each of length 1; zeros for a text without a letter or digit.</summary>
    /// <exception cref="HttpRequestException">A remote embedder refused, or was not there for longer than is waited.</exception>
    /// <exception cref="TimeoutException">A remote embedder did not answer in time.</exception>
    /// <exception cref="InvalidDataException">A remote embedder answered something else than these vectors.</exception>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
