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
            : throw new InvalidDataException($"'{path}' has {file.Length} bytes; a key file has at most {MaxBytes}.");
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
            return Problem(registry) is { } problem ? throw new InvalidDataException($"'{path}' is not a valid key file: {problem}") : registry;
        }
        catch (JsonException ex)
        {
            // The path and position, and nothing of the content.
            throw new InvalidDataException($"'{path}' is not a valid key file: malformed at {ex.Path ?? "$"}, line {(ex.LineNumber ?? 0) + 1}.");
        }
    }

    private static string? Problem(ClientRegistry registry)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < registry.Clients.Count; index++)
        {
            // JSON may have null in a list, whatever the type says.
            if (registry.Clients[index] is not { } client)
                return $"entry {index + 1} of clients is null.";
            if (!client.Accounts.Prepend(client.Name).All(CallerNames.IsValid))
                return $"a name in entry {index + 1} of clients is not {CallerNames.Rule}.";
            if (!names.Add(client.Name))
                return $"client '{client.Name}' is listed twice.";
            if (client.Keys.Select(key => ProblemOf(key, client.Name, prefixes)).FirstOrDefault(problem => problem is not null) is { } found)
                return found;
        }

        return null;
    }

    private static string? ProblemOf(StoredKey? key, string client, HashSet<string> prefixes)
    {
        if (key is null)
            return $"a key of client '{client}' is null.";
        if (!ApiKeyText.IsPrefix(key.Prefix) || !prefixes.Add(key.Prefix))
            return $"a prefix of client '{client}' is malformed or not unique.";
        return key.Sha256.Length == HashCharacters && key.Sha256.All(char.IsAsciiHexDigit) ? null : $"the hash of key '{key.Prefix}' is not a SHA-256.";
    }
}
