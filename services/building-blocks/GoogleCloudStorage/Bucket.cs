using System.Net;
using Google;
using Google.Apis.Storage.v1;
using Google.Cloud.Storage.V1;
using Microsoft.Extensions.Logging;
using Polly;
using SpotifyPlatform.ServiceDefaults.Resilience;
using SpotifyPlatform.Storage;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>
/// A bucket and the requests to it, which are repeated after transient faults. A read that goes on failing is an <see cref="IOException"/>; a write is a
/// <see cref="TimeoutException"/>, because it may have been done.
/// </summary>
internal sealed class Bucket : IDisposable
{
    /// <summary>The server to use instead of Google's: <c>http://host:port</c>, as the client libraries of other languages read it.</summary>
    public const string EmulatorVariable = "STORAGE_EMULATOR_HOST";

    private readonly ResiliencePipeline pipeline;

    /// <param name="emulator">The value of <see cref="EmulatorVariable"/>; null for Google's servers.</param>
    /// <exception cref="StoreRefusedException">There are no credentials.</exception>
    public Bucket(string name, string? emulator, CallSettings settings, TimeProvider time, ILogger logger)
    {
        (Name, Settings, Time) = (name, settings, time);
        ResumesUploads = string.IsNullOrEmpty(emulator);
        Client = Connect(emulator);
        Client.Service.HttpClient.Timeout = settings.Timeout;
        // This pipeline is the only one that repeats.
        Client.Service.HttpClient.MessageHandler.NumTries = 1;
        Client.Service.HttpClient.MessageHandler.AddUnsuccessfulResponseHandler(new BusyResponses(time));
        pipeline = RetryPipeline.Build(
            new RetryPolicy(settings.MaxAttempts, settings.RetryDelay, settings.MaxRetryDelay, CallFaults.IsTransient)
            {
                RetryAfter = static ex => (ex as ServerBusyException)?.RetryAfter,
                OnRetry = attempt => Log.Retrying(logger, name, attempt.Number, attempt.Delay, CallFaults.Detail(attempt.Exception)),
            },
            time);
    }

    public string Name { get; }

    public CallSettings Settings { get; }

    public TimeProvider Time { get; }

    public StorageClient Client { get; }

    public ObjectsResource Objects => Client.Service.Objects;

    /// <summary>Of objects that are created; null for the bucket's own.</summary>
    public string? StorageClass { get; init; }

    /// <summary>False on an emulator: fake-gcs-server takes the question how much of an upload has arrived for its end, and stores what it has.</summary>
    public bool ResumesUploads { get; init; }

    /// <param name="what">What is read, for messages: "listing gs://bucket".</param>
    /// <exception cref="IOException">The attempts are used up.</exception>
    /// <exception cref="StoreRefusedException">The server refused the request; a repetition would not help.</exception>
    public async Task<T> ReadAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(async stop => await call(stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (CallFaults.IsRefusal(ex))
        {
            throw CallFaults.Refused(ex, Name, what);
        }
        catch (Exception ex) when (CallFaults.IsTransient(ex))
        {
            throw new IOException($"Google Cloud Storage failed {what}: {CallFaults.Detail(ex)}", ex);
        }
    }

    /// <param name="call">Asks what is there before it repeats: an attempt that failed may have been done.</param>
    /// <exception cref="TimeoutException">The attempts are used up, and it is unknown whether one of them was done.</exception>
    /// <inheritdoc cref="ReadAsync{T}" path="/exception[@cref='StoreRefusedException']"/>
    public async Task<T> WriteAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(what, call, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException ex) when (ex is not FileNotFoundException)
        {
            throw new TimeoutException($"The outcome is unknown. {ex.Message}", ex);
        }
    }

    /// <summary>One request for what is known of an object; null where there is none. Not repeated.</summary>
    public async Task<StoredObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Objects.Get(Name, name).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException ex) when (ex.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public void Dispose() => Client.Dispose();

    private static StorageClient Connect(string? emulator)
    {
        try
        {
            return string.IsNullOrEmpty(emulator) ? StorageClient.Create() : new StorageClientBuilder { BaseUri = EmulatorAddress(emulator), UnauthenticatedAccess = true }.Build();
        }
        catch (InvalidOperationException ex)
        {
            throw new StoreRefusedException($"Google Cloud Storage cannot be used: {CallFaults.Detail(ex)} {CallFaults.Credentials}", ex);
        }
    }

    private static string EmulatorAddress(string value)
    {
        var address = value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new Uri(uri, "/storage/v1/").ToString()
            : throw new StoreRefusedException($"{EmulatorVariable} is '{value}', which is no address such as http://127.0.0.1:4443. Correct it, or unset it to use Google's servers.");
    }
}
