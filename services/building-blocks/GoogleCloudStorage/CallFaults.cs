using System.Net;
using System.Net.Sockets;
using Google;
using Google.Apis.Auth.OAuth2.Responses;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>What a failed request means.</summary>
internal static class CallFaults
{
    private const int MaxDetail = 300;

    /// <summary>Whether the same request may succeed later. A write may have been done all the same.</summary>
    public static bool IsTransient(Exception ex) => ex switch
    {
        FileNotFoundException or DirectoryNotFoundException => false,
        IOException or HttpRequestException or SocketException or TimeoutException => true,
        // An answer that was cut or is no JSON has no status.
        GoogleApiException { HttpStatusCode: 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => true,
        TokenResponseException { StatusCode: null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => true,
        // How HttpClient says that its own timeout struck.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>Whether the server answered that the request is wrong, which a repetition does not change.</summary>
    public static bool IsRefusal(Exception ex) => ex is GoogleApiException or TokenResponseException && !IsTransient(ex);

    /// <param name="what">What was being done, as in "listing gs://bucket".</param>
    public static StoreRefusedException Refused(Exception ex, string bucket, string what) => new(
        $"Google Cloud Storage refused {what}: {Detail(ex)} {Remedy((ex as GoogleApiException)?.HttpStatusCode, bucket)}", ex);

    public static string Detail(Exception ex)
    {
        var text = (ex as GoogleApiException)?.Error?.Message ?? ex.Message;
        var line = string.Concat((text.Length > MaxDetail ? text[..MaxDetail] + "..." : text).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.EndsWith('.') ? line : line + '.';
    }

    private static string Remedy(HttpStatusCode? status, string bucket) => status switch
    {
        HttpStatusCode.NotFound => $"There is no bucket '{bucket}': create it (gcloud storage buckets create gs://{bucket}), or set Artifacts:Bucket to one that exists.",
        HttpStatusCode.Forbidden => $"Grant the account of this process roles/storage.objectUser on gs://{bucket}.",
        HttpStatusCode.Unauthorized or null => Credentials,
        _ => "Check Artifacts:Bucket and Artifacts:Prefix.",
    };

    public const string Credentials =
        "Give this process credentials: a service account attached to its machine or pod, a key file or federation file in GOOGLE_APPLICATION_CREDENTIALS, or gcloud auth application-default login.";
}
