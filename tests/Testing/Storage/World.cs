using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Seeded random test data with missing values and non-ASCII text.</summary>
public sealed class World(int seed)
{
    private static readonly string[] Genres = ["chanson", "noise \"rock\"", "post-punk é", "演歌", "rock", "Rock", "jazz", "edm"];

    private readonly Random random = new(seed);

    /// <summary>Distinct ids spread over the whole range, unordered.</summary>
    public TrackId[] Ids(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TrackId(new UInt128((ulong)random.NextInt64() << 1, (ulong)i)))];

    public int Next(int below) => random.Next(below);

    public double NextDouble() => random.NextDouble();

    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }

    /// <summary>The items in random order, each one to three times.</summary>
    public T[] Repeat<T>(IEnumerable<T> items) => Shuffle(items.SelectMany(item => Enumerable.Repeat(item, 1 + random.Next(3))));

    public TrackDescription Description(TrackId id) => new(
        id,
        $"Títle {random.Next()} \u266b \U0001F3B5 'quoted'",
        "Björk, 椎名林檎",
        random.Next(101),
        Maybe(() => 1950 + random.Next(75)),
        Maybe(Isrc),
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Genre()).Distinct().Order(StringComparer.Ordinal)])
    {
        Explicit = random.Next(4) == 0,
        ArtistIds = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Artist())],
    };

    /// <summary>One of a few values, so that tracks share it.</summary>
    public string Genre() => Genres[random.Next(Genres.Length)];

    /// <inheritdoc cref="Genre"/>
    public ArtistId Artist() => new(new UInt128(0xABCD, (ulong)random.Next(50)));

    public AudioFeatures Features() => new(
        Maybe(() => 60 + 140 * random.NextDouble()),
        Maybe(random.NextDouble),
        Maybe(random.NextDouble),
        Maybe(random.NextDouble),
        Maybe(random.NextDouble),
        Maybe(random.NextDouble),
        Maybe(random.NextDouble),
        Maybe(random.NextDouble),
        Maybe(() => -60 * random.NextDouble()),
        Maybe(() => random.Next(13) - 1),
        Maybe(() => random.Next(2)),
        Maybe(() => random.Next(8)),
        Maybe(() => random.NextInt64(10_000_000_000)));

    public TrackFeatures Features(TrackId id) => new(id, Features());

    public Isrc Isrc() => Music.Isrc.Parse($"FRX{random.Next(100):D2}{random.Next(10_000_000):D7}");

    public Mbid Mbid()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Mbid(new Guid(bytes));
    }

    public T? Maybe<T>(Func<T> value)
        where T : struct => random.Next(4) == 0 ? null : value();
}

/// <summary>A row of the table of features.</summary>
public sealed record TrackFeatures(TrackId Id, AudioFeatures Features);
