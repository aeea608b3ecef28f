using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpotifyPlatform.BigQuery.Data;

/// <summary>The resources as JSON. 64-bit numbers are strings on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    MaxDepth = 64)]
[JsonSerializable(typeof(Dataset))]
[JsonSerializable(typeof(Table))]
[JsonSerializable(typeof(TableList))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(QueryPage))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class BigQueryJson : JsonSerializerContext
{
    public static byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Default);

    /// <exception cref="JsonException">The bytes are no such value.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : class => (T?)JsonSerializer.Deserialize(bytes, typeof(T), Default) ?? throw new JsonException("The answer is null.");
}
