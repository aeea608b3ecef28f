using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>The file of clients and keys: JSON with hashes, no key.</summary>
internal static class KeyFile
{
    private const int MaxBytes = 4 << 20;
    private const int HashCharacters = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        WriteIndented = true,
    };

    /// <summary>A file that is not there has no clients.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message says where.</exception>
    public static ClientRegistry Read(string path) => File.Exists(path) ? Parse(path, ReadBytes(path)) : ClientRegistry.Empty;

    /// <summary>Replaces the file by what <paramref name="change"/> makes of it. Writers wait for one another.</summary>
    /// <returns>What was written.</returns>
    public static async Task<ClientRegistry> ChangeAsync(string path, Func<ClientRegistry, ClientRegistry> change, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var held = await FileLock.TakeAsync(path + ".lock", cancellationToken).ConfigureAwait(false);
        var changed = change(Read(path));
        StagedFile.WriteAll(path, JsonSerializer.SerializeToUtf8Bytes(changed, Json));
        return changed;
    }

    private static byte[] ReadBytes(string path)
    {
        using var file = File.OpenRead(path);
        return file.Length <= MaxBytes
            ? ReadAll(file)
            : throw new InvalidDataException($"'{path}' has {file.Length} bytes; a file of keys has at most {MaxBytes}.");
    }

    private static byte[] ReadAll(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static ClientRegistry Parse(string path, byte[] bytes)
    {
        try
        {
            var registry = JsonSerializer.Deserialize<ClientRegistry>(bytes, Json) ?? throw new JsonException("It is null.");
            return Problem(registry) is { } problem ? throw new InvalidDataException($"'{path}' is no file of keys: {problem}") : registry;
        }
        catch (JsonException ex)
        {
            // The path and position, and nothing of the content.
            throw new InvalidDataException($"'{path}' is no file of keys: malformed at {ex.Path ?? "$"}, line {(ex.LineNumber ?? 0) + 1}.");
        }
    }

    private static string? Problem(ClientRegistry registry)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var client in registry.Clients)
        {
            if (client.Accounts.Prepend(client.Name).FirstOrDefault(text => !CallerNames.IsValid(text)) is not null)
                return $"a name of client {names.Count + 1} is not {CallerNames.Rule}.";
            if (!names.Add(client.Name))
                return $"client '{client.Name}' is there twice.";
            foreach (var key in client.Keys)
            {
                if (!ApiKeyText.IsPrefix(key.Prefix) || !prefixes.Add(key.Prefix))
                    return $"a prefix of client '{client.Name}' is malformed or not unique.";
                if (key.Sha256.Length != HashCharacters || !key.Sha256.All(char.IsAsciiHexDigit))
                    return $"the hash of key '{key.Prefix}' is no SHA-256.";
            }
        }

        return null;
    }
}
