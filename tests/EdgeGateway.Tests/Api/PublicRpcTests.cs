using SpotifyPlatform.EdgeGateway.Api;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Api;

/// <summary>What clients may call, and with which scope. A new rpc is added here when it was decided.</summary>
public sealed class PublicRpcTests
{
    [Fact]
    public void Rpcs_ThatChangeSomething_AreThese() => Assert.Equal(
        ["AddExclusion", "DeleteAccount", "ImportExport", "RemoveExclusion", "UndoImport", "UpdateSettings"],
        PublicRpc.Lookup.Concat(PublicRpc.Listening).Where(rpc => rpc.Scope == KeyScope.Write).Select(Method).Order(StringComparer.Ordinal));

    [Fact]
    public void Rpcs_ThatAreUploads_AreThese() =>
        Assert.Equal(["ImportExport"], PublicRpc.Lookup.Concat(PublicRpc.Listening).Where(rpc => rpc.IsUpload).Select(Method));

    [Fact]
    public void Rpcs_ForOperators_AreThese()
    {
        Assert.Equal(["GetPipelineStatus", "ListTables"], PublicRpc.Admin.Select(Method));
        Assert.All(PublicRpc.Admin, rpc => Assert.Equal(KeyScope.Admin, rpc.Scope));
    }

    [Fact]
    public void Rpcs_OfTheReadApi_AreAllReads() => Assert.All(PublicRpc.Lookup, rpc => Assert.Equal(KeyScope.Read, rpc.Scope));

    private static string Method(PublicRpc rpc) => rpc.Path[(rpc.Path.LastIndexOf('/') + 1)..];
}
