using System.Globalization;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.Vectorizer.Neighbours;

/// <summary>Whether neighbours are derived, and of how many seeds: by the options, or as a command asks.</summary>
internal sealed class NeighbourRules(IOptions<VectorizerOptions> options)
{
    public bool IsEnabled { get; private set; } = options.Value.Precomputed.Enabled;

    public int Seeds { get; private set; } = options.Value.Precomputed.Seeds;

    public int Neighbours { get; } = options.Value.Precomputed.Neighbours;

    /// <param name="seeds">Null for the configured number.</param>
    public void Enable(int? seeds) => (IsEnabled, Seeds) = (true, seeds ?? Seeds);

    public SortedDictionary<string, string> ToDictionary() => new(StringComparer.Ordinal)
    {
        ["neighbours"] = Neighbours.ToString(CultureInfo.InvariantCulture), ["seeds"] = Seeds.ToString(CultureInfo.InvariantCulture),
    };
}
