using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>Plans, manifests, pointers and refusals as JSON: the same bytes for the same values, sealed with their hash.</summary>
internal static class TableJson
{
    /// <summary>Of a manifest; one of 100,000 parts has about 40 MB.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The value alone, which ids are hashes of.</summary>
    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), TableJsonContext.Default);

    /// <summary>The value as it stands in the store.</summary>
    public static byte[] Write<T>(T value) => SealedJson.Seal(Serialize(value));

    /// <param name="place">Where the bytes were read, for the message.</param>
    /// <exception cref="InvalidDataException">The bytes are no such value, or do not have their hash.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, string place)
    {
        try
        {
            return (T?)JsonSerializer.Deserialize(SealedJson.Open(bytes), typeof(T), TableJsonContext.Default) ?? throw new JsonException("It is null.");
        }
        catch (InvalidDataException ex)
        {
            throw Damage.In(place, ex.Message);
        }
        catch (JsonException ex)
        {
            throw Damage.In(place, $"it is no {typeof(T).Name} of this version. {ex.Message.TrimEnd('.')}");
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
