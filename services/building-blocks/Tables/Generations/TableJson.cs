using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>Plans, manifests, pointers and refusals as JSON: the same bytes for the same values.</summary>
internal static class TableJson
{
    /// <summary>Of a manifest; one of 100,000 parts has about 40 MB.</summary>
    public const int MaxBytes = 64 << 20;

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), TableJsonContext.Default);

    /// <param name="place">Where the bytes were read, for the message.</param>
    /// <exception cref="InvalidDataException">The bytes are no such value.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, string place)
    {
        try
        {
            return (T?)JsonSerializer.Deserialize(bytes, typeof(T), TableJsonContext.Default) ?? throw new JsonException("It is null.");
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException($"'{place}' is damaged: {ex.Message} Delete it and start its service again; for a file under inputs/ announce the file again (platform republish).", ex);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 16)]
[JsonSerializable(typeof(TablePlan))]
[JsonSerializable(typeof(TableStore.Manifest))]
[JsonSerializable(typeof(TableStore.TablePointer))]
[JsonSerializable(typeof(TableRefusal))]
[JsonSerializable(typeof(UnitResult))]
[JsonSerializable(typeof(InputFileEntry))]
internal sealed partial class TableJsonContext : JsonSerializerContext;
