using Microsoft.Extensions.Options;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Which tracks have their vectors computed and indexed up front: tier A, the popular ones. The vectors of the others are
/// computed when somebody asks for them.
/// </summary>
internal sealed class TierPolicy(IOptions<VectorizerOptions> options)
{
    private readonly int minPopularity = options.Value.MinPopularity;

    public bool IsTierA(int popularity) => popularity >= minPopularity;
}
