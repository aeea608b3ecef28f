using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>
/// The text of an API key, <c>spk_PREFIX_SECRET</c>. The prefix names the key in files and logs; the secret has 256 random bits, so that a plain hash of
/// it cannot be searched.
/// </summary>
internal static class ApiKeyText
{
    public const int PrefixLength = 8;

    private const string Start = "spk_";
    private const int SecretBytes = 32;
    private const string PrefixAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly int Length = Start.Length + PrefixLength + 1 + Base64Url.GetEncodedLength(SecretBytes);
    private static readonly SearchValues<char> PrefixChars = SearchValues.Create(PrefixAlphabet);

    public static string Generate() =>
        $"{Start}{RandomNumberGenerator.GetString(PrefixAlphabet, PrefixLength)}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    /// <returns>Null for a text that is no key.</returns>
    public static string? PrefixOf(string text) =>
        text.Length == Length && text.StartsWith(Start, StringComparison.Ordinal) && IsPrefix(text.AsSpan(Start.Length, PrefixLength)) && text[Start.Length + PrefixLength] == '_'
            ? text.Substring(Start.Length, PrefixLength)
            : null;

    public static bool IsPrefix(ReadOnlySpan<char> text) => text.Length == PrefixLength && !text.ContainsAnyExcept(PrefixChars);

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
