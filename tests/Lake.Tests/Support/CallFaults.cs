using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests.Support;

/// <summary>Lets one call fail: before it has its effect, or after, when its answer is lost.</summary>
/// <param name="failing">The number of the call, from 1.</param>
internal sealed class CallFaults(int failing, bool afterEffect)
{
    public int Calls { get; private set; }

    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        var fails = ++Calls == failing;
        if (fails && !afterEffect)
            throw new TimeoutException("No answer came.");
        var answer = await call();
        return fails ? throw new TimeoutException("The answer was lost.") : answer;
    }
}

internal sealed class FailingWarehouse(ISqlWarehouse warehouse, CallFaults faults) : ISqlWarehouse
{
    public SqlDialect Dialect => warehouse.Dialect;

    public Task<IReadOnlyList<SqlRow>> QueryAsync(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken) =>
        faults.RunAsync(() => warehouse.QueryAsync(sql, parameters, cancellationToken));

    public Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken) => faults.RunAsync(() => warehouse.ExecuteAsync(sql, cancellationToken));

    public Task<IReadOnlyList<string>?> FindColumnsAsync(TableName table, CancellationToken cancellationToken) =>
        faults.RunAsync(() => warehouse.FindColumnsAsync(table, cancellationToken));

    public Task CreateAsync(TableName table, TableSchema schema, CancellationToken cancellationToken) => faults.RunAsync(async () =>
    {
        await warehouse.CreateAsync(table, schema, cancellationToken);
        return true;
    });

    public Task<long> LoadAsync(TableName table, TableSchema schema, string path, CancellationToken cancellationToken) =>
        faults.RunAsync(() => warehouse.LoadAsync(table, schema, path, cancellationToken));
}

internal sealed class FailingStore(IArtifactStore store, CallFaults faults) : IArtifactStore
{
    public Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken) => faults.RunAsync(() => store.OpenAsync(key, range, cancellationToken));

    public Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken) => faults.RunAsync(() => store.CreateAsync(key, content, cancellationToken));

    public Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken) =>
        faults.RunAsync(() => store.CreateFromFileAsync(key, path, cancellationToken));

    public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) => faults.RunAsync(() => store.FindAsync(key, cancellationToken));

    public IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken) => faults.RunAsync(() => store.DeleteAsync(key, cancellationToken));
}
