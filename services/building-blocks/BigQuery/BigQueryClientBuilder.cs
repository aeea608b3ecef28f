using System.Diagnostics.Metrics;
using Google.Apis.Auth.OAuth2;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.BigQuery.Rest;

namespace SpotifyPlatform.BigQuery;

/// <summary>Settings of a client.</summary>
public sealed class BigQueryClientBuilder
{
    /// <summary>The server to use instead of Google's, as the client libraries of other languages read it: <c>http://host:port</c>. It needs no credentials.</summary>
    public const string EmulatorVariable = "BIGQUERY_EMULATOR_HOST";

    /// <summary>The project that jobs are billed to.</summary>
    public const string ProjectVariable = "GCP_PROJECT_ID";

    /// <summary>A service account's key: the JSON itself, or the path of its file. Without it Google's defaults count: workload identity, GOOGLE_APPLICATION_CREDENTIALS, gcloud.</summary>
    public const string KeyVariable = "GCP_SERVICE_ACCOUNT_KEY";

    public const string CredentialsRemedy =
        "Give this process credentials: a service account attached to its machine or pod, a key in GCP_SERVICE_ACCOUNT_KEY or GOOGLE_APPLICATION_CREDENTIALS, or gcloud auth application-default login.";

    private const string Scope = "https://www.googleapis.com/auth/bigquery";
    private const int MaxKeyBytes = 64 << 10;
    private static readonly Uri Google = new("https://bigquery.googleapis.com/");

    /// <summary>Null for the one in <see cref="ProjectVariable"/>.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The address of another server than Google's, without credentials; null for the one in <see cref="EmulatorVariable"/>, or Google's.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>Where jobs run; null for US and EU.</summary>
    public string? DefaultLocation { get; init; }

    /// <summary>Of queries that name no limit of their own; null for none.</summary>
    public long? MaximumBytesBilled { get; init; }

    public CallSettings Settings { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Null for none.</summary>
    public BigQueryMetrics? Metrics { get; init; }

    /// <summary>Sends the requests; for tests.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <exception cref="BigQueryException">There is no project, or there are no credentials; the message says what to do.</exception>
    public BigQueryClient Build()
    {
        var project = ProjectId ?? Environment.GetEnvironmentVariable(ProjectVariable);
        if (string.IsNullOrEmpty(project))
            throw new BigQueryException(BigQueryErrorKind.Invalid, $"No project is named. Set {ProjectVariable} to the id of your Google Cloud project.");
        var emulator = BaseUri ?? EmulatorOf(Environment.GetEnvironmentVariable(EmulatorVariable));
        var credential = emulator is null ? Credential() : null;
        var handler = Handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false };
        var channel = new RestChannel(
            handler, emulator ?? Google, project, credential, Settings, Time, Metrics ?? new BigQueryMetrics(new UnlistenedMeters()), Logger);
        return new BigQueryClient(channel, project, DefaultLocation, MaximumBytesBilled);
    }

    private static Uri? EmulatorOf(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        var address = value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? uri
            : throw new BigQueryException(
                BigQueryErrorKind.Invalid, $"{EmulatorVariable} is '{value}', which is no address such as http://127.0.0.1:9050. Correct it, or unset it to use Google's servers.");
    }

    /// <summary>Nothing of a key is ever part of a message.</summary>
    private static GoogleCredential Credential()
    {
        try
        {
            var key = Environment.GetEnvironmentVariable(KeyVariable);
            var credential = string.IsNullOrEmpty(key)
                ? GoogleCredential.GetApplicationDefault()
                : CredentialFactory.FromJson<ServiceAccountCredential>(key.TrimStart().StartsWith('{') ? key : ReadKey(key)).ToGoogleCredential();
            return credential.CreateScoped(Scope);
        }
        catch (Exception ex) when (ex is not BigQueryException)
        {
            throw new BigQueryException(
                BigQueryErrorKind.Unauthenticated,
                string.IsNullOrEmpty(Environment.GetEnvironmentVariable(KeyVariable))
                    ? $"There are no credentials for BigQuery. {CredentialsRemedy}"
                    : $"{KeyVariable} holds no key of a service account ({ex.GetType().Name}). Set it to the JSON of the key, or to the path of its file.");
        }
    }

    private static string ReadKey(string path) => new FileInfo(path).Length <= MaxKeyBytes ? File.ReadAllText(path) : throw new InvalidDataException("The file is too long.");

    private sealed class UnlistenedMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
