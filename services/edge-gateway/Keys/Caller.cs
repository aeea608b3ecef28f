namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>An authenticated client of a request, by key or token.</summary>
/// <param name="Client">Unique among all clients; written to the log.</param>
/// <param name="Accounts">Accounts that it may use, separated by commas.</param>
internal sealed record Caller(string Client, IReadOnlyList<KeyScope> Scopes, string Accounts)
{
    public bool HasScope(KeyScope scope) => Scopes.Contains(scope);

    public static string Name(KeyScope scope) => scope switch
    {
        KeyScope.Read => "read",
        KeyScope.Write => "write",
        _ => "admin",
    };
}
