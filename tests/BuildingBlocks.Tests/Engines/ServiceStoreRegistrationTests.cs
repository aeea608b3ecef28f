using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.BuildingBlocks.Tests.Engines.Sqlite;

namespace SpotifyPlatform.BuildingBlocks.Tests.Engines
{
    internal interface INoteStore;

    internal interface INoteLedger;

    internal interface IPortWithoutAdapter;

    public sealed class ServiceStoreRegistrationTests
    {
        [Fact]
        public void AddServiceStore_AdapterOfTwoPorts_IsOneInstanceAtThePath()
        {
            using var services = new ServiceCollection()
                .AddServiceStore<INoteStore>(_ => "folder/notes")
                .AddServiceStore<INoteLedger>(_ => "folder/notes")
                .BuildServiceProvider();
            var store = Assert.IsType<SqliteNoteStore>(services.GetRequiredService<INoteStore>());
            Assert.Same(store, services.GetRequiredService<INoteLedger>());
            Assert.Equal("folder/notes.sqlite", store.Path);
        }

        [Fact]
        public void AddServiceStore_PortThatIsRegistered_StaysAsItIs()
        {
            var registered = new SqliteNoteStore("mine");
            using var services = new ServiceCollection().AddSingleton<INoteStore>(registered).AddServiceStore<INoteStore>(_ => "other").BuildServiceProvider();
            Assert.Same(registered, services.GetRequiredService<INoteStore>());
        }

        [Fact]
        public void AddServiceStore_PortWithoutAdapter_SaysWhereItIsMissing()
        {
            var ex = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddServiceStore<IPortWithoutAdapter>(_ => ""));
            Assert.Contains("0 adapters of IPortWithoutAdapter in a folder Sqlite", ex.Message, StringComparison.Ordinal);
        }
    }
}

namespace SpotifyPlatform.BuildingBlocks.Tests.Engines.Sqlite
{
    internal sealed class SqliteNoteStore(string path) : INoteStore, INoteLedger
    {
        public string Path => path;
    }
}
