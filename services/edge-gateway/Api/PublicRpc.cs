using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Status.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.EdgeGateway.Keys;
using RpcServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace SpotifyPlatform.EdgeGateway.Api;

/// <summary>A gRPC method that the edge forwards to. Whatever is not listed is refused.</summary>
/// <param name="Path">Of the request, such as <c>/package.Service/Method</c>.</param>
/// <param name="IsUpload">Whether the client sends a stream.</param>
internal sealed record PublicRpc(string Path, KeyScope Scope, bool IsUpload)
{
    /// <summary>An rpc reads when its name says so; any other one changes something.</summary>
    private static readonly string[] Reads = ["Get", "List", "Find", "BatchGet", "Count"];

    public static IReadOnlyList<RpcServiceDescriptor> LookupServices { get; } = [LookupService.Descriptor];

    public static IReadOnlyList<RpcServiceDescriptor> ListeningServices { get; } = [ImportsService.Descriptor, InsightsService.Descriptor];

    public static IReadOnlyList<PublicRpc> Lookup { get; } = Of(LookupServices);

    public static IReadOnlyList<PublicRpc> Listening { get; } = Of(ListeningServices);

    /// <summary>The state of the platform, for operators.</summary>
    public static IReadOnlyList<PublicRpc> Admin { get; } =
        [.. Of([PipelineStatusService.Descriptor, TablesService.Descriptor]).Select(rpc => rpc with { Scope = KeyScope.Admin })];

    private static IReadOnlyList<PublicRpc> Of(IEnumerable<RpcServiceDescriptor> services) =>
    [
        .. from service in services
           from method in service.Methods
           let reads = Reads.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
           select new PublicRpc($"/{service.FullName}/{method.Name}", reads ? KeyScope.Read : KeyScope.Write, method.IsClientStreaming),
    ];
}
