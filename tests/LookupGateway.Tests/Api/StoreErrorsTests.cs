using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.LookupGateway.Grpc;
using SpotifyPlatform.LookupGateway.Json;

namespace SpotifyPlatform.LookupGateway.Tests.Api;

public sealed class StoreErrorsTests
{
    public static TheoryData<Exception> Transient() => [new TimeoutException("qdrant:6334"), new IOException("/data/xref.sqlite"), new HttpRequestException("embedder")];

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task From_TransientStoreError_IsUnavailableWithoutTheStoresName(Exception ex)
    {
        var status = RpcExceptions.From(ex)!.Status;
        var problem = Assert.IsAssignableFrom<IStatusCodeHttpResult>(await FilteredAsync(ex));

        Assert.Equal((StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable), (status.StatusCode, problem.StatusCode));
        Assert.DoesNotContain(ex.Message, status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_InternalError_IsNotMapped()
    {
        Assert.Null(RpcExceptions.From(new InvalidOperationException("a bug")));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await FilteredAsync(new InvalidOperationException("a bug")));
    }

    private static ValueTask<object?> FilteredAsync(Exception ex) => new ProblemFilter(NullLogger<ProblemFilter>.Instance)
        .InvokeAsync(new DefaultEndpointFilterInvocationContext(new DefaultHttpContext()), _ => throw ex);
}
