using System.Globalization;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>Where everything about tables stands in the artifact store.</summary>
internal static class GenerationKeys
{
    public const string Root = "tables/";

    /// <summary>No id of a generation is like it.</summary>
    public const string PointersFolder = "pointers";

    private const string PartSuffix = ".part";
    private const string UnitSuffix = ".unit";
    private const string CopySuffix = ".copy";

    public static string Folder(string table, string id) => $"{Root}{table}/{id}/";

    public static ArtifactKey Plan(string table, string id) => ArtifactKey.Parse(Folder(table, id) + "plan");

    public static ArtifactKey Refusal(string table, string id) => ArtifactKey.Parse(Folder(table, id) + "refused");

    public static ArtifactKey Manifest(string table, string id) => ArtifactKey.Parse(Folder(table, id) + "manifest");

    public static ArtifactKey Unit(string table, string id, int unit) =>
        ArtifactKey.Parse(string.Create(CultureInfo.InvariantCulture, $"{Folder(table, id)}{unit:D6}{UnitSuffix}"));

    public static string PartName(int unit, int part) => string.Create(CultureInfo.InvariantCulture, $"{unit:D6}-{part:D6}{PartSuffix}");

    public static ArtifactKey Part(string table, string id, string name) => ArtifactKey.Parse(Folder(table, id) + name);

    public static bool IsPart(ArtifactKey key) => key.Segments[^1].EndsWith(PartSuffix, StringComparison.Ordinal);

    /// <summary>The unit whose result a key is, or null.</summary>
    public static int? UnitOf(ArtifactKey key) =>
        key.Segments[^1] is var name && name.EndsWith(UnitSuffix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(0, name.Length - UnitSuffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : null;

    /// <summary>Names a content in errors; there is no such object.</summary>
    public static ArtifactKey Content(string table, string sha256) => ArtifactKey.Parse($"{Root}{table}/content-{sha256}");

    public static string Pointers(string table) => $"{Root}{table}/{PointersFolder}/";

    public static ArtifactKey Pointer(string table, long number) =>
        ArtifactKey.Parse(string.Create(CultureInfo.InvariantCulture, $"{Pointers(table)}{number:D10}"));

    /// <summary>The second copy of a pointer, which tells that the pointer was there.</summary>
    public static ArtifactKey CopyOf(ArtifactKey pointer) => ArtifactKey.Parse(pointer + CopySuffix);

    /// <summary>The pointer whose copy a key is, or null.</summary>
    public static ArtifactKey? PointerOfCopy(ArtifactKey key) => key.ToString() is var text && text.EndsWith(CopySuffix, StringComparison.Ordinal)
        ? ArtifactKey.Parse(text[..^CopySuffix.Length])
        : null;
}
