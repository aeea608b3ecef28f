namespace SpotifyPlatform.ListeningHistory.Tests.Sync;

/// <summary>Where the tests find a server of their own: its databases are filled and dropped.</summary>
internal static class PostgresServer
{
    private const string Variable = "SPOTIFYPLATFORM_TEST_POSTGRES";

    /// <summary>A <c>postgres://</c> URL; skips the test where there is none.</summary>
    public static string Url()
    {
        var url = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(url), $"{Variable} names no PostgreSQL server, such as postgres://postgres@127.0.0.1:5432/postgres.");
        return url!;
    }
}
