using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>Where a build puts what does not fit in memory.</summary>
internal sealed record VectorScratch(string Folder)
{
    public static VectorScratch Of(IOptions<StorageOptions> options) => new(options.Value.ScratchFolder);
}
