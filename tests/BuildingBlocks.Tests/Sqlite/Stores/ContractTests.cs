namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

public sealed class SqliteFeatureStoreTests : FeatureStoreContract
{
    protected override IFeatureStore Open(string place, TimeProvider clock) => new SqliteFeatureStore(place, clock);

    protected override string Digest(string place) => LogicalDigest.Of(place).Sha256;
}

public sealed class SqliteAccessStoreTests : AccessStoreContract
{
    protected override IAccessStore Open(string place, TimeProvider clock) => new SqliteAccessStore(place, clock);

    protected override string Digest(string place) => LogicalDigest.Of(place).Sha256;
}

public sealed class SqliteXrefStoreTests : XrefStoreContract
{
    protected override IXrefStore Open(string place, TimeProvider clock) => new SqliteXrefStore(place, clock);

    protected override string Digest(string place) => LogicalDigest.Of(place).Sha256;
}

public sealed class SqliteWarehouseTests : WarehouseContract
{
    protected override IWarehouse Open(string place, TimeProvider clock) => new SqliteWarehouse(place, clock);

    protected override string Digest(string place) => LogicalDigest.Of(place).Sha256;
}
