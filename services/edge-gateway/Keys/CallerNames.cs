using System.Buffers;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>Names of clients and accounts. They are written to headers and logs, so nothing else is accepted.</summary>
internal static class CallerNames
{
    public const string Rule = "1 to 64 of a-z, 0-9, '-' and '_', beginning with a letter or digit";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsValid(string? text) => text is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(Allowed);
}
