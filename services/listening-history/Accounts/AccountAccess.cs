using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ListeningHistory.Accounts;

/// <summary>
/// Decides whether a caller may use an account. The edge authenticates people and sets the header <see cref="Header"/>; without an
/// edge nobody does, so only callers of the same machine are served.
/// </summary>
internal sealed class AccountAccess(IOptions<ListeningHistoryOptions> options)
{
    /// <summary>Account names, separated by commas.</summary>
    public const string Header = "x-accounts";

    /// <param name="header">The header's value, or null where there is none.</param>
    /// <param name="isLoopback">Whether the connection comes from the same machine.</param>
    /// <exception cref="FormatException">The text is not an account name.</exception>
    /// <exception cref="AccountDeniedException">The caller may not use the account.</exception>
    public AccountName Check(string account, string? header, bool isLoopback)
    {
        var name = AccountName.Parse(account);
        if (options.Value.BehindEdge ? header is null : !isLoopback)
            throw new AccountDeniedException(options.Value.BehindEdge
                ? $"The call has no header {Header}. It must come through the edge."
                : "Without an edge only callers of the same machine are served. Set ListeningHistory:BehindEdge where an edge stands before the service.");
        var granted = header is null || header.Split(',', StringSplitOptions.TrimEntries).Contains(name.Value, StringComparer.Ordinal);
        return granted ? name : throw new AccountDeniedException($"The caller may not use account '{name}'.");
    }
}

/// <summary>A caller may not use an account.</summary>
internal sealed class AccountDeniedException(string message) : Exception(message);
