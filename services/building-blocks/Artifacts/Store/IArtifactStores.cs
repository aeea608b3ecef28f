namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Opens artifact stores beside the platform's own, such as an operator's archive.</summary>
public interface IArtifactStores
{
    /// <summary>Whether a text is the address of an artifact store: <c>gs://BUCKET</c>, <c>gs://BUCKET/PREFIX</c> or <c>store:FOLDER</c>.</summary>
    bool IsAddress(string text);

    /// <param name="storageClass">Of the objects that are created in a bucket; null for the bucket's own.</param>
    /// <exception cref="FormatException">The text is no such address; the message says why.</exception>
    IArtifactStore Open(string address, string? storageClass = null);
}
