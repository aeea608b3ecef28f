using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Consumers;

internal static class BatchOrigins
{
    /// <summary>The revision of the file that a batch is from.</summary>
    public static FileRevision Revision(this BatchOrigin? origin) => new(origin?.DataSet ?? "", origin?.Revision ?? 0);
}
