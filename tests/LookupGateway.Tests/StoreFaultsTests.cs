using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.LookupGateway.Grpc;
using SpotifyPlatform.LookupGateway.Json;

namespace SpotifyPlatform.LookupGateway.Tests;

public sealed class StoreFaultsTests
{
    public static TheoryData<Exception> Passing() => [new TimeoutException("qdrant:6334"), new IOException("/data/pairs.sqlite"), new HttpRequestException("embedder")];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task StoreCannotAnswerNow_BothDoorsSayAskAgainAndNotWhichStore(Exception fault)
    {
        var status = RpcExceptions.From(fault)!.Status;
        var problem = Assert.IsAssignableFrom<IStatusCodeHttpResult>(await FilteredAsync(fault));

        Assert.Equal((StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable), (status.StatusCode, problem.StatusCode));
        Assert.DoesNotContain(fault.Message, status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GatewaysOwnFault_IsNotTakenForAStores()
    {
        Assert.Null(RpcExceptions.From(new InvalidOperationException("a bug")));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await FilteredAsync(new InvalidOperationException("a bug")));
    }

    private static ValueTask<object?> FilteredAsync(Exception fault) => new ProblemFilter(NullLogger<ProblemFilter>.Instance)
        .InvokeAsync(new DefaultEndpointFilterInvocationContext(new DefaultHttpContext()), _ => throw fault);
}
