using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery.Rest;

/// <summary>
/// Sends the file of a load job in chunks. After a fault it asks what has arrived and goes on from there; a session that the server forgot is begun again
/// under the same job id, so that the job runs once.
/// </summary>
/// <param name="sessions">The path at which uploads begin.</param>
/// <param name="content">Seekable; sent from its position to its end.</param>
/// <param name="findJob">Looks for the job, which runs when the last byte has arrived; null where there is none.</param>
internal sealed class ResumableUpload(RestChannel channel, string sessions, Job job, Stream content, Func<CancellationToken, Task<Job?>> findJob)
{
    private readonly long start = content.Position;
    private readonly long length = content.Length - content.Position;
    private Uri? session;
    private long sent;
    private long furthest;
    private bool isUnsure;

    /// <summary>The job as the server answers it; a job that has this id already is that job.</summary>
    public Task<Job> RunAsync(CancellationToken cancellationToken) => channel.RepeatAsync(AttemptAsync, cancellationToken);

    private async Task<Job> AttemptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (isUnsure && await findJob(cancellationToken).ConfigureAwait(false) is { } there)
                return there;
            try
            {
                if (session is null)
                    await BeginAsync(cancellationToken).ConfigureAwait(false);
                else if (isUnsure && await AskAsync(cancellationToken).ConfigureAwait(false) is { } ended)
                    return ended;
                isUnsure = false;
                return await SendRestAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.Duplicate)
            {
                return await findJob(cancellationToken).ConfigureAwait(false) ?? throw new BigQueryException(BigQueryErrorKind.Backend, "The job id is taken, and the job is not there.", ex);
            }
            catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.NotFound && session is not null)
            {
                (session, sent, isUnsure) = (null, 0, true);
                throw new BigQueryException(BigQueryErrorKind.Backend, "The server has forgotten the upload.", ex);
            }
            catch (BigQueryException ex) when (ex.IsTransient)
            {
                isUnsure = true;
                // An attempt that moved bytes is not counted.
                if (sent <= furthest)
                    throw;
                furthest = sent;
            }
        }
    }

    private async Task<Job> SendRestAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = sent;
            if (await SendChunkAsync(cancellationToken).ConfigureAwait(false) is { } done)
                return done;
            if (sent <= before || sent == length)
                throw new BigQueryException(BigQueryErrorKind.InvalidResponse, $"The server has {sent} of {length} bytes and neither takes more nor ends the upload.");
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(channel.BaseUri, $"{sessions}?uploadType=resumable")) { Content = RestChannel.JsonOf(job) };
        request.Headers.Add("X-Upload-Content-Type", "application/octet-stream");
        request.Headers.Add("X-Upload-Content-Length", length.ToString(CultureInfo.InvariantCulture));
        session = await channel.ExchangeAsync(
            request,
            async (response, stop) =>
            {
                await Answers.ThrowOnErrorAsync(response, channel.Settings.MaxResponseBytes, channel.Time.GetUtcNow(), stop).ConfigureAwait(false);
                return response.Headers.Location is { IsAbsoluteUri: true } location && IsOfServer(location)
                    ? location
                    : throw new BigQueryException(BigQueryErrorKind.InvalidResponse, "The server named no place of its own for the upload.");
            },
            cancellationToken).ConfigureAwait(false);
        sent = 0;
    }

    /// <summary>The access token is sent there.</summary>
    private bool IsOfServer(Uri location) => location.Scheme == channel.BaseUri.Scheme
        && (location.Authority == channel.BaseUri.Authority || (location.Scheme == Uri.UriSchemeHttps && location.Host.EndsWith(".googleapis.com", StringComparison.Ordinal)));

    /// <summary>Asks how much has arrived.</summary>
    private Task<Job?> AskAsync(CancellationToken cancellationToken) => PutAsync([], new ContentRangeHeaderValue(length), cancellationToken);

    private async Task<Job?> SendChunkAsync(CancellationToken cancellationToken)
    {
        var chunk = new byte[Math.Min(channel.Settings.ChunkBytes, length - sent)];
        content.Position = start + sent;
        await content.ReadExactlyAsync(chunk, cancellationToken).ConfigureAwait(false);
        return await PutAsync(chunk, length == 0 ? new ContentRangeHeaderValue(0) : new ContentRangeHeaderValue(sent, sent + chunk.Length - 1, length), cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null while bytes are missing.</returns>
    private async Task<Job?> PutAsync(byte[] bytes, ContentRangeHeaderValue range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentRange = range;
        return await channel.ExchangeAsync(
            request,
            async (response, stop) =>
            {
                if (response.StatusCode != HttpStatusCode.PermanentRedirect)
                    return (Job?)await Answers.ReadAsync<Job>(response, channel.Settings.MaxResponseBytes, channel.Time.GetUtcNow(), stop).ConfigureAwait(false);
                sent = ReceivedOf(response);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The header has the range of the bytes that arrived; it is absent where none did.</summary>
    private long ReceivedOf(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Range", out var values))
            return 0;
        var text = values.First();
        return text.StartsWith("bytes=0-", StringComparison.Ordinal) && long.TryParse(text.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last < length
            ? last + 1
            : throw new BigQueryException(BigQueryErrorKind.InvalidResponse, $"The server says that bytes '{Answers.Line(text)}' of {length} arrived.");
    }
}
