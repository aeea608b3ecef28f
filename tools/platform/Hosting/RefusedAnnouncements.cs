using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Tries refused input again when a run starts: an option, a file or the program may have changed since.</summary>
internal static class RefusedAnnouncements
{
    public static async Task RetryAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var letters = services.GetRequiredService<IDeadLetters>();
        var refused = (await letters.ListAsync(cancellationToken))
            .Where(letter => Topics.Find(letter.Source.Topic)?.Class == TopicClass.Announcement)
            .DistinctBy(letter => (letter.Source.Topic, letter.Id))
            .ToList();
        await letters.ReplayAsync(refused, cancellationToken);
    }
}
