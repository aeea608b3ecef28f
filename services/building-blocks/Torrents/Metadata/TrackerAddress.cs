namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Addresses of trackers come from outside: another scheme is not handed to an engine.</summary>
internal static class TrackerAddress
{
    private static readonly string[] Schemes = ["http", "https", "udp"];

    /// <summary>The address, or null where it is none of a tracker.</summary>
    public static string? Normalize(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme, StringComparer.Ordinal) && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            ? uri.AbsoluteUri
            : null;
}
