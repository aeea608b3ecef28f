using System.Text.Json;

namespace SpotifyPlatform.Embedding;

/// <summary>Reads <c>{"data":[{"index":0,"embedding":[...]},...]}</c>, and nothing that is not exactly what was asked for.</summary>
internal sealed class EmbeddingAnswer(Uri endpoint, int dimensions, int maxBytes)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <returns>A vector of length 1 a text, in the order of the texts.</returns>
    /// <exception cref="InvalidDataException">The answer is too long or is not that many vectors.</exception>
    public async Task<float[][]> ReadAsync(HttpContent content, int texts, CancellationToken cancellationToken)
    {
        var bytes = await BoundedAsync(content, cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes, Options);
            return Vectors(json.RootElement, texts);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // A property that is missing or of another kind, or no JSON at all.
            throw Fault($"is no list of embeddings: {fault.Message}", fault);
        }
    }

    private async Task<ReadOnlyMemory<byte>> BoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            throw TooLong();
        using var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var taken = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (taken.Length + read > maxBytes)
                throw TooLong();
            taken.Write(buffer, 0, read);
        }

        return taken.GetBuffer().AsMemory(0, (int)taken.Length);
    }

    private float[][] Vectors(JsonElement root, int texts)
    {
        var data = root.GetProperty("data");
        if (data.GetArrayLength() != texts)
            throw Fault($"has {data.GetArrayLength()} embeddings for {texts} texts");
        var vectors = new float[texts][];
        foreach (var item in data.EnumerateArray())
        {
            var index = item.GetProperty("index").GetInt32();
            if (index < 0 || index >= texts || vectors[index] is not null)
                throw Fault($"has the index {index}, which is twice there or of no text");
            vectors[index] = Vector(item.GetProperty("embedding"), index);
        }

        return vectors;
    }

    private float[] Vector(JsonElement numbers, int index)
    {
        if (numbers.GetArrayLength() != dimensions)
            throw Fault(
                $"has embeddings of {numbers.GetArrayLength()} numbers where {dimensions} are configured. Set Embedding:Dimensions to what the model gives " +
                "(and begin a new index), or Embedding:Http:RequestDimensions where the model can shorten its vectors");
        var vector = new float[dimensions];
        var norm = 0.0;
        var d = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            vector[d] = number.GetSingle();
            norm += (double)vector[d] * vector[d];
            d++;
        }

        if (!double.IsFinite(norm) || norm == 0)
            throw Fault($"has an embedding (index {index}) that is zero or not finite");
        var length = Math.Sqrt(norm);
        return Array.ConvertAll(vector, v => (float)(v / length));
    }

    private InvalidDataException TooLong() => Fault($"is longer than {maxBytes} bytes (Embedding:Http:MaxResponseBytes)");

    private InvalidDataException Fault(string what, Exception? inner = null) => new($"The answer of {endpoint} {what}.", inner);
}
