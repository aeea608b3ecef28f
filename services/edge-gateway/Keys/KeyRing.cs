using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>Checks keys against the file, which is read again when it changes.</summary>
internal sealed class KeyRing
{
    private readonly ReloadedFile<Content> file;
    private readonly KeyUsage usage;
    private readonly TimeProvider time;

    public KeyRing(IOptions<EdgeGatewayOptions> options, KeyUsage usage, TimeProvider time, ILogger<KeyRing> logger)
    {
        var keys = options.Value.Keys;
        (this.usage, this.time) = (usage, time);
        file = new(keys.File, path => new Content(KeyFile.Read(path)), new Content(KeyBook.Empty), keys.ReloadInterval, time, ex => Log.KeysUnreadable(logger, keys.File, ex));
    }

    public KeyBook Book => file.Current.Book;

    /// <summary>For readiness: the keys that were last read stay in force while the file is damaged.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void ThrowIfUnreadable()
    {
        _ = file.Current;
        if (file.Failure is { } failure)
            throw new InvalidDataException(failure.Message, failure);
    }

    public KeyCheck Check(string text)
    {
        var prefix = ApiKeyText.PrefixOf(text);
        // An unknown prefix takes the time of a wrong secret.
        var found = (prefix is null ? null : file.Current.ByPrefix.GetValueOrDefault(prefix)) ?? HeldKey.None;
        if (!found.Has(text) || found == HeldKey.None)
            return new(KeyStatus.Unknown, null, null);
        var now = time.GetUtcNow();
        if (!found.Key.IsLive(now))
            return new(KeyStatus.Expired, null, prefix);
        usage.Used(found.Key.Prefix, now);
        return new(KeyStatus.Valid, found.Client, prefix);
    }

    private sealed class Content(KeyBook book)
    {
        public KeyBook Book { get; } = book;

        public Dictionary<string, HeldKey> ByPrefix { get; } = book.Clients
            .SelectMany(client => client.Keys.Select(key => new HeldKey(client, key)))
            .ToDictionary(held => held.Key.Prefix, StringComparer.Ordinal);
    }

    /// <summary>A key of the file, until the file is read again.</summary>
    private sealed class HeldKey(KeyClient client, StoredKey key)
    {
        private readonly byte[] hash = Convert.FromHexString(key.Sha256);

        // What was hashed and found to be the key: it is hashed once, not for each request.
        private string? verified;

        /// <summary>A key that no text is.</summary>
        public static HeldKey None { get; } = new(new KeyClient("", [], [], []), new StoredKey("", new string('0', 2 * SHA256.HashSizeInBytes), default, null));

        public KeyClient Client => client;

        public StoredKey Key => key;

        public bool Has(string text)
        {
            if (verified is { } known && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(text.AsSpan()), MemoryMarshal.AsBytes(known.AsSpan())))
                return true;
            if (!CryptographicOperations.FixedTimeEquals(ApiKeyText.Hash(text), hash))
                return false;
            verified = text;
            return true;
        }
    }
}

internal enum KeyStatus
{
    Unknown,
    Expired,
    Valid,
}

/// <param name="Client">Null unless the key is valid.</param>
/// <param name="Prefix">Of a known key.</param>
internal readonly record struct KeyCheck(KeyStatus Status, KeyClient? Client, string? Prefix);
