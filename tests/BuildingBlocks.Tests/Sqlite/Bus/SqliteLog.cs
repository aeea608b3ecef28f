using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

/// <summary>A log in a folder of its own.</summary>
public sealed class SqliteLog : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bus-").FullName;

    public string Path => System.IO.Path.Combine(folder, "bus.sqlite");

    public SqliteEventBus Open(TimeProvider? time = null, TopicOptions? topics = null) => new(Path, topics ?? new TopicOptions(), time ?? TimeProvider.System);

    /// <summary>The open dead letters of all groups, in the order of their offsets.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync()
    {
        using var bus = Open();
        var letters = await new DeadLetterLog(bus).ListAsync(CancellationToken.None);
        return [.. letters.OrderBy(letter => letter.Source.Partition).ThenBy(letter => letter.Offset)];
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
