using Polly;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>A source whose files are read from their beginning to their end. Files are fetched one after the other, each by <see cref="ResumableFetch"/>.</summary>
internal abstract class StreamedFileSource(TimeProvider time) : IFileSource
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);
    private const int MaxAttempts = 5;

    private readonly ResiliencePipeline pipeline = RetryPipeline.Build(new RetryPolicy(MaxAttempts, RetryDelay, MaxRetryDelay, IsTransient), time);

    public abstract string Name { get; }

    public abstract Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken);

    public async Task<IReadOnlyList<FetchFailure>> FetchAsync(IReadOnlyList<WantedFile> files, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var failures = new List<FetchFailure>();
        foreach (var wanted in files)
        {
            var fetch = new ResumableFetch(wanted, (offset, stop) => OpenAsync(wanted.File, offset, stop));
            try
            {
                await pipeline.ExecuteAsync(async stop => await fetch.RunAsync(progress, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception ex) when (ex is InvalidDataException || IsTransient(ex))
            {
                failures.Add(new FetchFailure(wanted.File.Name, $"{Name}: {ex.Message}"));
            }
        }

        return failures;
    }

    /// <summary>Opens a file at an offset.</summary>
    /// <returns>The content, and the offset at which it begins, which is 0 where the source cannot begin elsewhere.</returns>
    /// <exception cref="InvalidDataException">The source does not have the listed version of the file.</exception>
    protected abstract Task<(Stream Content, long Offset)> OpenAsync(SourceFile file, long offset, CancellationToken cancellationToken);

    private static bool IsTransient(Exception ex) => ex is IOException or HttpRequestException or TimeoutException or UnauthorizedAccessException;
}
