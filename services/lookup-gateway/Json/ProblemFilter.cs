using SpotifyPlatform.LookupGateway.Contract;
using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Json;

/// <summary>Errors of the domain as RFC 9457 problem details.</summary>
internal sealed class ProblemFilter(ILogger<ProblemFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is MalformedNameException or MalformedRequestException)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest, title: "The request cannot be read.");
        }
        catch (NotKnownException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status404NotFound, title: "Nothing is known.");
        }
        catch (Exception e) when (StoreFaults.MayPass(e))
        {
            Log.StoreUnavailable(logger, e);
            return Results.Problem(StoreFaults.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "A store is unavailable.");
        }
    }
}
