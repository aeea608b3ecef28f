using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.ListeningHistory;

/// <summary>The composition root.</summary>
public static class ListeningHistoryRegistration
{
    public const string Name = "listening-history";

    public static IHostApplicationBuilder AddListeningHistory(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ListeningHistoryOptions>(ListeningHistoryOptions.Section);
        return builder;
    }

    public static WebApplication MapListeningHistory(this WebApplication app) => app;
}
