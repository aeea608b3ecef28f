namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>All clients and their keys. Immutable: changes return a new registry.</summary>
internal sealed record ClientRegistry(IReadOnlyList<KeyClient> Clients)
{
    /// <summary>An old and a new one, so that a client can be moved to the new key without a gap.</summary>
    public const int MaxLiveKeys = 2;

    public static ClientRegistry Empty { get; } = new([]);

    /// <summary>Adds a client with its first key.</summary>
    /// <exception cref="ArgumentException">It is there already, or a name is malformed.</exception>
    public IssuedKey Create(string name, IReadOnlyList<KeyScope> scopes, IReadOnlyList<string> accounts, DateTimeOffset now, TimeSpan? lifetime)
    {
        if (accounts.Prepend(name).FirstOrDefault(text => !CallerNames.IsValid(text)) is { } malformed)
            throw new ArgumentException($"'{malformed}' is no name. Use {CallerNames.Rule}.");
        if (scopes.Count == 0)
            throw new ArgumentException($"Name at least one scope: {string.Join(", ", Enum.GetNames<KeyScope>()).ToLowerInvariant()}.");
        if (Clients.Any(client => client.Name == name))
            throw new ArgumentException($"Client '{name}' is there already. 'platform keys rotate {name}' gives it a new key.");
        var (key, text) = NewKey(now, lifetime);
        return new(new ClientRegistry([.. Clients, new KeyClient(name, [.. scopes.Distinct()], [.. accounts.Distinct()], [key])]), text);
    }

    /// <summary>Adds a key. The previous one ends after <paramref name="grace"/>; expired ones are removed.</summary>
    /// <param name="lifetime">Null for that of the previous key.</param>
    /// <exception cref="ArgumentException">The client is unknown, or has two live keys already.</exception>
    public IssuedKey Rotate(string name, DateTimeOffset now, TimeSpan grace, TimeSpan? lifetime)
    {
        var client = Find(name);
        var live = client.Keys.Where(key => key.IsLive(now)).ToList();
        if (live.Count >= MaxLiveKeys)
            throw new ArgumentException($"Client '{name}' has {live.Count} live keys ({string.Join(", ", live.Select(key => key.Prefix))}). Wait until one expires, or revoke it: platform keys revoke {name} PREFIX");
        var (key, text) = NewKey(now, lifetime ?? (client.Keys is [.., var previous] ? previous.Lifetime : null));
        var end = now + grace;
        var kept = live.Select(old => old with { ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end });
        return new(With(client, client with { Keys = [.. kept, key] }), text);
    }

    /// <summary>Removes one key, or the client with all of them.</summary>
    /// <param name="prefix">Null for all.</param>
    /// <exception cref="ArgumentException">The client or the key is unknown.</exception>
    public ClientRegistry Revoke(string name, string? prefix)
    {
        var client = Find(name);
        if (prefix is not null && client.Keys.All(key => key.Prefix != prefix))
            throw new ArgumentException($"Client '{name}' has no key '{prefix}'. Its keys: {string.Join(", ", client.Keys.Select(key => key.Prefix))}.");
        var kept = prefix is null ? [] : client.Keys.Where(key => key.Prefix != prefix).ToList();
        return kept.Count == 0 ? new ClientRegistry([.. Clients.Where(other => other != client)]) : With(client, client with { Keys = kept });
    }

    private static (StoredKey Key, string Text) NewKey(DateTimeOffset now, TimeSpan? lifetime)
    {
        var text = ApiKeyText.Generate();
        return (new StoredKey(ApiKeyText.PrefixOf(text)!, Convert.ToHexStringLower(ApiKeyText.Hash(text)), now, now + lifetime), text);
    }

    private KeyClient Find(string name) =>
        Clients.FirstOrDefault(client => client.Name == name) ?? throw new ArgumentException($"There is no client '{name}'. 'platform keys list' shows all.");

    private ClientRegistry With(KeyClient old, KeyClient changed) => new([.. Clients.Select(client => client == old ? changed : client)]);
}

/// <param name="Text">The key, which is shown once.</param>
internal sealed record IssuedKey(ClientRegistry Registry, string Text);
