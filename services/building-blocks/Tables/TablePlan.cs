using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SpotifyPlatform.Tables.Files;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables;

/// <summary>
/// What a generation of a table is made of. Its hash is the generation's id: the same table, code, rules and inputs give the same id, and
/// there is nothing to build.
/// </summary>
public sealed partial record TablePlan
{
    private const int IdLength = 32;

    /// <summary>Lower-case letters, digits and hyphens.</summary>
    public required string Table { get; init; }

    /// <summary>Bytes of a key, 1 to 255.</summary>
    public required int KeyBytes { get; init; }

    /// <summary>Bytes of a page, 256 to 65,536: small ones answer a point look-up fastest, great ones make a smaller index in memory.</summary>
    public int PageBytes { get; init; } = 4096;

    /// <summary>Raised by every change of the code that changes what is written.</summary>
    public required int MappingVersion { get; init; }

    /// <summary>Every option that can change a byte.</summary>
    public required SortedDictionary<string, string> Rules { get; init => field = new(value, StringComparer.Ordinal); }

    /// <summary>The content hash of each input: of a file its SHA-256, of a table <see cref="TableStore.Manifest.ContentSha256"/>.</summary>
    public required SortedDictionary<string, string> Inputs { get; init => field = new(value, StringComparer.Ordinal); }

    /// <summary>Units of work that different instances may build; the keys of each are below those of the next.</summary>
    public int Units { get; init; } = 1;

    /// <summary>The version of the file format.</summary>
    [JsonInclude]
    internal int Format { get; init; } = 1;

    /// <summary>Names the generation: 32 hexadecimal digits.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(TableJson.Serialize(this)))[..IdLength];

    /// <summary>Whether a text is written like an id.</summary>
    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);

    /// <exception cref="ArgumentException">A value is outside of its range.</exception>
    internal void Validate()
    {
        if (!Name().IsMatch(Table))
            throw new ArgumentException($"'{Table}' is no name of a table; it has lower-case letters, digits and hyphens, at most 63.");
        ArgumentOutOfRangeException.ThrowIfLessThan(KeyBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeyBytes, PageFormat.MaxKeyBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(PageBytes, PageFormat.MinPageBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PageBytes, PageFormat.MaxPageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(Units, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Units, 100_000);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex Name();
}
