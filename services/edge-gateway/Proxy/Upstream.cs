namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>Addresses of a service in one text, separated by commas.</summary>
internal static class Upstream
{
    public static IReadOnlyList<string> Split(string addresses) => addresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo.Length: 0, AbsolutePath: "/", Query.Length: 0 };
}
