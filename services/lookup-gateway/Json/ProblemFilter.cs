using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Json;

/// <summary>Maps errors of the domain to RFC 9457 problem details.</summary>
internal sealed class ProblemFilter(ILogger<ProblemFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception ex) when (ex is MalformedNameException or MalformedRequestException)
        {
            return Results.Problem(ex.Message, statusCode: StatusCodes.Status400BadRequest, title: "The request is invalid.");
        }
        catch (AnswerTooLargeException ex)
        {
            return Results.Problem(ex.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The answer is too large.");
        }
        catch (NotFoundException ex)
        {
            return Results.Problem(ex.Message, statusCode: StatusCodes.Status404NotFound, title: "Track not found.");
        }
        catch (TableNotBuiltException ex)
        {
            return Results.Problem(
                ex.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "A table is not built yet.",
                extensions: [KeyValuePair.Create<string, object?>("reason", TableNotBuiltException.Reason)]);
        }
        catch (Exception ex) when (StoreErrors.IsDamage(ex))
        {
            Log.StoreDamaged(logger, ex);
            return Results.Problem(
                StoreErrors.DamagedMessage, statusCode: StatusCodes.Status500InternalServerError, title: "Stored data are damaged.",
                extensions: [KeyValuePair.Create<string, object?>("reason", StoreErrors.DamagedReason)]);
        }
        catch (Exception ex) when (StoreErrors.IsTransient(ex))
        {
            Log.StoreUnavailable(logger, ex);
            return Results.Problem(StoreErrors.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "A store is unavailable.");
        }
    }
}
