namespace SpotifyPlatform.Embedding;

/// <summary>Embeds texts as vectors: similar texts have a high cosine. Deterministic: equal texts have equal vectors.</summary>
public interface IEmbedder
{
    /// <summary>Dimensions of the vectors; 0 for no embedding.</summary>
    int Dimensions { get; }

    /// <summary>One vector of length 1 per text, in the order of the texts; a zero vector for a text without letters and digits.</summary>
    /// <exception cref="HttpRequestException">A remote embedder refused the request or was unavailable, after all attempts.</exception>
    /// <exception cref="TimeoutException">A remote embedder did not respond in time.</exception>
    /// <exception cref="InvalidDataException">A remote embedder sent an invalid response.</exception>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
