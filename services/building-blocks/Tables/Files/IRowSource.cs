namespace SpotifyPlatform.Tables.Files;

/// <summary>Rows in the ascending order of distinct keys.</summary>
internal interface IRowSource : IDisposable
{
    /// <summary>Valid until the next move, as the value is.</summary>
    ReadOnlySpan<byte> Key { get; }

    ReadOnlySpan<byte> Value { get; }

    bool MoveNext();
}
