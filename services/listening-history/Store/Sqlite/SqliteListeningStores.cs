using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>One folder per account, with a SQLite file in it.</summary>
internal sealed class SqliteListeningStores(IOptions<ListeningHistoryOptions> options, TimeProvider time) : IListeningStores, IImportStores, IDisposable
{
    public static readonly SqliteSchema Schema = ListeningSchema.Schema;

    private readonly string root = Path.GetFullPath(options.Value.DataFolder);
    private readonly AccountSettings defaults = new(options.Value.TimeZone, options.Value.MinPlayMs, options.Value.CountsShortTracks, options.Value.DatesByStart);
    private readonly ConcurrentDictionary<AccountName, Lazy<SqliteListeningStore>> stores = new();

    public IReadOnlyList<AccountName> List() => !Directory.Exists(root)
        ? []
        : [.. Directory.EnumerateDirectories(root)
            .Where(folder => SqliteDatabase.WasCreated(Path.Combine(folder, Schema.FileName)))
            .Select(folder => AccountName.TryParse(Path.GetFileName(folder), out var name) ? name : null)
            .OfType<AccountName>()
            .OrderBy(name => name.Value, StringComparer.Ordinal)];

    public bool Exists(AccountName account) => SqliteDatabase.WasCreated(Path.Combine(Folder(account), Schema.FileName));

    public AccountSettings SettingsOf(AccountName account) => Exists(account) ? Open(account).Settings : defaults;

    public IListeningStore Open(AccountName account) => OpenForImport(account);

    public IImportStore OpenForImport(AccountName account)
    {
        // Another process may have deleted the account: its open file is deleted and must not be written any more.
        if (stores.ContainsKey(account) && !Exists(account))
            Close(account);
        return stores.GetOrAdd(account, name => new Lazy<SqliteListeningStore>(() => new SqliteListeningStore(name, Folder(name), defaults, time))).Value;
    }

    public PreviewStore OpenForPreview(AccountName account)
    {
        if (Exists(account))
            return new PreviewStore(OpenForImport(account), () => { });
        var folder = Directory.CreateTempSubdirectory("listening-preview-").FullName;
        var store = new SqliteListeningStore(account, folder, defaults, time);
        return new PreviewStore(store, () =>
        {
            store.Dispose();
            Directory.Delete(folder, recursive: true);
        });
    }

    public bool Delete(AccountName account)
    {
        Close(account);
        if (!Directory.Exists(Folder(account)))
            return false;
        Directory.Delete(Folder(account), recursive: true);
        return true;
    }

    public void Dispose()
    {
        foreach (var account in stores.Keys)
            Close(account);
    }

    private string Folder(AccountName account) => Path.Combine(root, account.Value);

    private void Close(AccountName account)
    {
        if (stores.TryRemove(account, out var store) && store.IsValueCreated)
            store.Value.Dispose();
    }
}
