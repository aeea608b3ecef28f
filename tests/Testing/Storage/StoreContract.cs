using Microsoft.Extensions.Time.Testing;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>
/// Base of the contract suites. The tests of an adapter derive from the suite of its port and define how a store is opened at a place (a folder,
/// a keyspace, a collection) and how its content is digested, without the columns that hold times.
/// </summary>
public abstract class StoreContract<TStore> : IDisposable
    where TStore : class
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("storage-");
    private readonly List<TStore> opened = [];
    private readonly Lazy<TStore> store;

    protected StoreContract() => store = new Lazy<TStore>(() => OpenAt(Place));

    /// <summary>The store under test, at <see cref="Place"/>.</summary>
    protected TStore Store => store.Value;

    protected string Place => PlaceNamed("store");

    protected string Folder => folder.FullName;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Deterministic test data.</summary>
    protected World World { get; } = new(seed: 20261121);

    protected static CancellationToken None => CancellationToken.None;

    protected abstract TStore Open(string place, TimeProvider clock);

    protected abstract string Digest(string place);

    protected string PlaceNamed(string name) => Path.Combine(Folder, name);

    /// <summary>Opens another instance at a place; disposed with the test.</summary>
    protected TStore OpenAt(string place)
    {
        var instance = Open(place, Clock);
        opened.Add(instance);
        return instance;
    }

    /// <summary>Asserts that two ways of writing result in the same content.</summary>
    protected async Task AssertSameContent(Func<TStore, Task> first, Func<TStore, Task> second)
    {
        await first(OpenAt(PlaceNamed("first")));
        Clock.Advance(TimeSpan.FromHours(1));
        await second(OpenAt(PlaceNamed("second")));
        Assert.Equal(Digest(PlaceNamed("first")), Digest(PlaceNamed("second")));
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var instance in opened.OfType<IDisposable>())
            instance.Dispose();
        folder.Delete(recursive: true);
    }
}
