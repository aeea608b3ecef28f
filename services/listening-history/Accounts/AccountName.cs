using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.ListeningHistory.Accounts;

/// <summary>
/// The name of a person's account here: 1 to 64 of a-z, 0-9, '-' and '_', beginning with a letter or digit. It names a folder and
/// a database schema, so nothing else is accepted.
/// </summary>
public sealed record AccountName
{
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    private AccountName(string value) => Value = value;

    /// <summary>The account of an installation that one person uses.</summary>
    public static AccountName Default { get; } = new("me");

    public string Value { get; }

    /// <exception cref="FormatException">The text is not an account name.</exception>
    public static AccountName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException(
            $"'{Shown(text)}' is not an account name. Use 1 to {MaxLength} of a-z, 0-9, '-' and '_', beginning with a letter or digit.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out AccountName? name)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(Allowed);
        name = valid ? new AccountName(text!) : null;
        return valid;
    }

    public override string ToString() => Value;

    private static string Shown(string? text) =>
        string.Concat((text ?? "").Take(MaxLength).Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
