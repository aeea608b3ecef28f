using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake;

/// <summary>Where lake and hub tables are: the data set of the lake, from whose name that of the hub follows.</summary>
internal sealed record LakeTarget
{
    private const string LakePart = "lake";
    private const string HubPart = "hub";

    private LakeTarget(string environment, string lakeDataset)
    {
        Environment = environment;
        LakeDataset = lakeDataset;
        HubDataset = lakeDataset.Replace($"_{LakePart}", $"_{HubPart}", StringComparison.Ordinal);
    }

    public static IReadOnlyList<string> Environments { get; } = ["dev", "prd"];

    /// <summary><c>dev</c> or <c>prd</c>.</summary>
    public string Environment { get; }

    /// <summary>Such as <c>dp_lake_dev</c>.</summary>
    public string LakeDataset { get; }

    /// <summary>Such as <c>dp_hub_dev</c>.</summary>
    public string HubDataset { get; }

    /// <param name="environment"><c>dev</c> or <c>prd</c>.</param>
    /// <param name="dataset">The data set of the lake; null for the environment's own.</param>
    /// <exception cref="FormatException">There is no such environment, or the name is none of a lake's data set.</exception>
    public static LakeTarget Of(string environment, string? dataset = null)
    {
        if (!Environments.Contains(environment))
            throw new FormatException($"'{environment}' is no environment: {string.Join(" or ", Environments)} is.");
        var lake = dataset ?? $"dp_{LakePart}_{environment}";
        return lake.Contains($"_{LakePart}", StringComparison.Ordinal)
            ? new LakeTarget(environment, new TableName(lake, "any").Dataset)
            : throw new FormatException($"'{lake}' is no data set of a lake: its name must contain _{LakePart}, such as dp_lake_dev; that of the hub follows from it, such as dp_hub_dev.");
    }

    /// <summary>A table by its name: names that begin with <c>hub_</c> are of the hub, all others of the lake.</summary>
    public TableName Table(string name) => new(name.StartsWith($"{HubPart}_", StringComparison.Ordinal) ? HubDataset : LakeDataset, name);
}
