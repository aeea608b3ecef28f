namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

public sealed class SqliteAccessStoreTests : AccessStoreContract
{
    protected override IAccessStore Open(string place, TimeProvider clock) => new SqliteAccessStore(place, clock);

    protected override string Digest(string place) => LogicalDigest.Of(place).Sha256;
}
