using System.Text.Json;

namespace SpotifyPlatform.Embedding;

/// <summary>Reads and validates <c>{"data":[{"index":0,"embedding":[...]},...]}</c>.</summary>
internal sealed class EmbeddingResponseReader(Uri endpoint, int dimensions, int maxBytes)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <returns>One vector of length 1 per text, in the order of the texts.</returns>
    /// <exception cref="InvalidDataException">The response is too long, malformed, or does not have one vector per text.</exception>
    public async Task<float[][]> ReadAsync(HttpContent content, int texts, CancellationToken cancellationToken)
    {
        var bytes = await ReadBoundedAsync(content, cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes, Options);
            return ReadVectors(json.RootElement, texts);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // Invalid JSON, or a property that is missing or has another type.
            throw Error($"is not a list of embeddings: {ex.Message}", ex);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            throw TooLong();
        using var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var buffered = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffered.Length + read > maxBytes)
                throw TooLong();
            buffered.Write(buffer, 0, read);
        }

        return buffered.GetBuffer().AsMemory(0, (int)buffered.Length);
    }

    private float[][] ReadVectors(JsonElement root, int texts)
    {
        var data = root.GetProperty("data");
        if (data.GetArrayLength() != texts)
            throw Error($"has {data.GetArrayLength()} embeddings for {texts} texts");
        var vectors = new float[texts][];
        foreach (var item in data.EnumerateArray())
        {
            var index = item.GetProperty("index").GetInt32();
            if (index < 0 || index >= texts || vectors[index] is not null)
                throw Error($"has the index {index}, which is duplicate or out of range");
            vectors[index] = ReadVector(item.GetProperty("embedding"), index);
        }

        return vectors;
    }

    private float[] ReadVector(JsonElement numbers, int index)
    {
        if (numbers.GetArrayLength() != dimensions)
            throw Error(
                $"has embeddings of {numbers.GetArrayLength()} numbers, but {dimensions} are configured. Set Embedding:Dimensions to the dimensions of the model " +
                "(and create a new index), or set Embedding:Http:RequestDimensions if the model can shorten its vectors");
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
            throw Error($"has an embedding (index {index}) that is zero or not finite");
        var length = Math.Sqrt(norm);
        return Array.ConvertAll(vector, v => (float)(v / length));
    }

    private InvalidDataException TooLong() => Error($"is longer than {maxBytes} bytes (Embedding:Http:MaxResponseBytes)");

    private InvalidDataException Error(string what, Exception? inner = null) => new($"The response of {endpoint} {what}.", inner);
}
