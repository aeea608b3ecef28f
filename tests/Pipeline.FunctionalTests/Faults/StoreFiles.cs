using System.Text.RegularExpressions;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Faults;

/// <summary>The kinds of files in a data folder.</summary>
internal static partial class StoreFiles
{
    private const string Tables = "artifacts/tables/[^/]+/";

    /// <summary>Kinds of files by name, and the files of each as an expression over paths in the data folder.</summary>
    public static readonly IReadOnlyDictionary<string, Regex> Kinds = new Dictionary<string, Regex>
    {
        ["pointer"] = Of($"{Tables}pointers/[0-9]+"),
        ["copy of a pointer"] = Of($"{Tables}pointers/[0-9]+\\.copy"),
        ["plan"] = Of($"{Tables}[0-9a-f]+/plan"),
        ["manifest"] = Of($"{Tables}[0-9a-f]+/manifest"),
        ["unit result"] = Of($"{Tables}[0-9a-f]+/[0-9]+\\.unit"),
        ["part"] = Of($"{Tables}[0-9a-f]+/[0-9-]+\\.part"),
        ["record of an input"] = Of("artifacts/inputs/.+"),
        ["rows of a shard"] = Of("artifacts/analysis/.+"),
        ["ledger of a shard"] = Of("extract/ledger/[^.].*\\.json"),
        ["output of a shard"] = Of("extract/(tracks|sections)/.+"),
        ["event log"] = Of("bus\\.sqlite"),
        ["ledger of files"] = Of("acquirer\\.sqlite"),
        ["ledger of slots"] = Of("extractor\\.sqlite"),
        ["accesses"] = Of("access\\.sqlite"),
        ["enriched rows"] = Of("enriched\\.sqlite"),
        ["listening"] = Of("listening/[^/]+/listening\\.sqlite"),
    };

    public static bool IsDatabaseKind(string kind) => Kinds[kind].ToString().Contains("sqlite", StringComparison.Ordinal);

    public static bool IsDatabase(string path) => path.EndsWith(".sqlite", StringComparison.Ordinal);

    public static IReadOnlyList<string> Of(string data, string kind) =>
    [
        .. Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
            .Where(path => Kinds[kind].IsMatch(Path.GetRelativePath(data, path).Replace('\\', '/')))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A copy, for faults that are mended or that a running platform meets.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }

    private static Regex Of(string expression) => new($"^{expression}$", RegexOptions.CultureInvariant);
}
