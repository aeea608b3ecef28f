using Google.Protobuf;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Json;

/// <summary>Errors of the domain as RFC 9457 problem details.</summary>
internal sealed class ListeningProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (StatusOf(e) is { } status)
        {
            return Results.Problem(e.Message, statusCode: status);
        }
    }

    private static int? StatusOf(Exception exception) => exception switch
    {
        FormatException or ExportRefusedException or InvalidProtocolBufferException or InvalidJsonException => StatusCodes.Status400BadRequest,
        AccountDeniedException => StatusCodes.Status403Forbidden,
        UnknownImportException or NoPlaysPublishedException => StatusCodes.Status404NotFound,
        TimeoutException or IOException and not BadHttpRequestException => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };
}
