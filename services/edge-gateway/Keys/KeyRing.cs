using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>Checks keys against the file, which is read again when it changes.</summary>
internal sealed class KeyRing
{
    /// <summary>Tells a client in a log from the subject of a token of the same name.</summary>
    private const string ClientPrefix = "key:";

    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly ReloadedFile<Content> file;
    private readonly KeyUsage usage;
    private readonly TimeProvider time;

    public KeyRing(IOptions<EdgeGatewayOptions> options, KeyUsage usage, TimeProvider time, ILogger<KeyRing> logger)
    {
        var keys = options.Value.Keys;
        (this.usage, this.time) = (usage, time);
        file = new(keys.File, path => new Content(KeyFile.Read(path)), new Content(ClientRegistry.Empty), keys.ReloadInterval, time, ex => Log.KeysUnreadable(logger, keys.File, ex));
    }

    public ClientRegistry Registry => file.Current.Registry;

    /// <summary>For readiness: while the file is damaged, the keys last read remain valid.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void ThrowIfUnreadable()
    {
        _ = file.Current;
        if (file.Failure is { } failure)
            throw new InvalidDataException(failure.Message, failure);
    }

    public KeyCheck Check(string text)
    {
        var content = file.Current;
        if (!content.Verified.TryGetValue(text, out var found))
        {
            found = ApiKeyText.PrefixOf(text) is { } prefix ? content.ByPrefix.GetValueOrDefault(prefix) : default;
            // A wrong secret and an unknown prefix take the same time.
            if (!CryptographicOperations.FixedTimeEquals(ApiKeyText.Hash(text), found.Hash ?? NoHash) || found.Hash is null)
                return new(KeyStatus.Unknown, null, null);
            content.Verified.TryAdd(text, found);
        }

        var now = time.GetUtcNow();
        if (!found.Key.IsLive(now))
            return new(KeyStatus.Expired, null, found.Key.Prefix);
        usage.Used(found.Key.Prefix, now);
        return new(KeyStatus.Valid, found.Caller, found.Key.Prefix);
    }

    private sealed class Content(ClientRegistry registry)
    {
        public ClientRegistry Registry { get; } = registry;

        public Dictionary<string, (Caller Caller, StoredKey Key, byte[]? Hash)> ByPrefix { get; } = registry.Clients
            .SelectMany(client => client.Keys.Select(key => (Caller: CallerOf(client), Key: key)))
            .ToDictionary(found => found.Key.Prefix, found => (found.Caller, found.Key, (byte[]?)Convert.FromHexString(found.Key.Sha256)), StringComparer.Ordinal);

        /// <summary>
        /// By the texts of keys that were verified, no more than there are keys: hashing would cost each request some microseconds. The dictionary hashes with a
        /// random seed, so that its times tell nothing about a text that is nearly right.
        /// </summary>
        public ConcurrentDictionary<string, (Caller Caller, StoredKey Key, byte[]? Hash)> Verified { get; } = new(StringComparer.Ordinal);

        private static Caller CallerOf(KeyClient client) => new(ClientPrefix + client.Name, client.Scopes, string.Join(',', client.Accounts));
    }
}

internal enum KeyStatus
{
    Unknown,
    Expired,
    Valid,
}

/// <param name="Caller">Null unless the key is valid.</param>
/// <param name="Prefix">Of a known key.</param>
internal readonly record struct KeyCheck(KeyStatus Status, Caller? Caller, string? Prefix);
