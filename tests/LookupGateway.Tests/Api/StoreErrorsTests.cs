using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.LookupGateway.Grpc;
using SpotifyPlatform.LookupGateway.Json;
using SpotifyPlatform.LookupGateway.Lookup;

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
    public async Task From_DamagedStore_IsDataLossWithoutTheFilesName()
    {
        var ex = new InvalidDataException("'tables/pairs/x/manifest' is damaged");
        var error = RpcExceptions.From(ex)!;
        var problem = Assert.IsAssignableFrom<IStatusCodeHttpResult>(await FilteredAsync(ex));

        Assert.Equal((StatusCode.DataLoss, StatusCodes.Status500InternalServerError), (error.StatusCode, problem.StatusCode));
        Assert.Equal("store_damaged", error.Trailers.GetValue("reason"));
        Assert.DoesNotContain("manifest", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_AnswerTooLarge_SaysTheLimit()
    {
        var ex = new AnswerTooLargeException("one answer has at most 7 rows");
        var status = RpcExceptions.From(ex)!.Status;
        var problem = Assert.IsAssignableFrom<IStatusCodeHttpResult>(await FilteredAsync(ex));

        Assert.Equal((StatusCode.OutOfRange, StatusCodes.Status422UnprocessableEntity), (status.StatusCode, problem.StatusCode));
        Assert.Equal(ex.Message, status.Detail);
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
