using System.Globalization;
using System.Text;
using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Torrents.Magnets;

/// <summary>A magnet URI (BEP 9, BEP 53): names a torrent by its hash. What peers send for it is accepted only if it has that hash.</summary>
public sealed record MagnetUri
{
    private const int MaxCharacters = 16_384;
    private const int MaxParameters = 200;
    private const int MaxName = 255;
    private const string Scheme = "magnet:?";

    private MagnetUri(InfoHash infoHash) => InfoHash = infoHash;

    public InfoHash InfoHash { get; private init; }

    /// <summary>For people alone; the torrent's own name counts.</summary>
    public string? DisplayName { get; private init; }

    /// <summary>Addresses of trackers, http, https or udp, each once.</summary>
    public IReadOnlyList<string> Trackers { get; private init; } = [];

    /// <summary>Addresses of peers, host and port.</summary>
    public IReadOnlyList<string> Peers { get; private init; } = [];

    /// <exception cref="TorrentFormatException">The text is refused.</exception>
    public static MagnetUri Parse(string text)
    {
        if (text.Length > MaxCharacters)
            throw new TorrentFormatException($"A magnet URI of {text.Length} characters; at most {MaxCharacters} are taken.");
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new TorrentFormatException("It does not begin with 'magnet:?'.");
        var parameters = text[Scheme.Length..].Split('&');
        if (parameters.Length > MaxParameters)
            throw new TorrentFormatException($"A magnet URI of {parameters.Length} parameters; at most {MaxParameters} are taken.");
        var values = parameters.Select(Parameter).ToLookup(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        var v1 = Single(values["xt"].Select(V1Of), "SHA-1");
        var v2 = Single(values["xt"].Select(V2Of), "SHA-256");
        if (v1 is null && v2 is null)
            throw new TorrentFormatException("It has no xt of urn:btih: with 40 hexadecimal digits or 32 of base32, nor of urn:btmh:1220 with 64.");
        return new MagnetUri(new InfoHash(v1, v2))
        {
            DisplayName = values["dn"].FirstOrDefault() is { Length: > 0 and <= MaxName } name ? TorrentPaths.Printable(name) : null,
            Trackers = [.. values["tr"].Select(TrackerAddress.Normalize).OfType<string>().Distinct(StringComparer.Ordinal)],
            Peers = [.. values["x.pe"].Where(IsPeer).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Parameters may be numbered: <c>xt.1</c>, <c>tr.2</c>.</summary>
    private static (string Name, string Value) Parameter(string parameter)
    {
        var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left.ToLowerInvariant(), Uri.UnescapeDataString(right.Replace('+', ' '))) : (parameter, "");
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return (dot > 0 && name[(dot + 1)..].All(char.IsAsciiDigit) ? name[..dot] : name, value);
    }

    private static string? Single(IEnumerable<string?> hashes, string kind)
    {
        var found = hashes.OfType<string>().Distinct(StringComparer.Ordinal).Take(2).ToList();
        return found.Count < 2 ? found.SingleOrDefault() : throw new TorrentFormatException($"It names two torrents by {kind}.");
    }

    private static string? V1Of(string topic) => Digits(topic, "urn:btih:") switch
    {
        { Length: 40 } hexadecimal when hexadecimal.All(char.IsAsciiHexDigit) => hexadecimal.ToLowerInvariant(),
        { Length: 32 } base32 => FromBase32(base32),
        _ => null,
    };

    private static string? V2Of(string topic) =>
        Digits(topic, "urn:btmh:1220") is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit) ? digits.ToLowerInvariant() : null;

    private static string? Digits(string topic, string prefix) => topic.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? topic[prefix.Length..] : null;

    private static string? FromBase32(string digits)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var (bits, count, hexadecimal) = (0, 0, new StringBuilder());
        foreach (var digit in digits)
        {
            if (alphabet.IndexOf(char.ToLowerInvariant(digit), StringComparison.Ordinal) is var value && value < 0)
                return null;
            for ((bits, count) = ((bits << 5) | value, count + 5); count >= 4; bits &= (1 << count) - 1)
            {
                count -= 4;
                hexadecimal.Append(CultureInfo.InvariantCulture, $"{bits >> count:x}");
            }
        }

        return hexadecimal.ToString();
    }

    private static bool IsPeer(string text) =>
        Uri.TryCreate($"peer://{text}", UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, Port: > 0, UserInfo: "", PathAndQuery: "" or "/" };
}
