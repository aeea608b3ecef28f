using System.Buffers;
using System.Net;
using System.Text.Json;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery.Rest;

/// <summary>Reads answers: bounded before they are parsed, and typed.</summary>
internal static class Answers
{
    private const int MaxDetail = 300;
    private const int ReadBytes = 64 << 10;

    /// <exception cref="BigQueryException">The answer is an error, too long or no such resource.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, int maxBytes, DateTimeOffset now, CancellationToken cancellationToken)
        where T : class
    {
        var body = await ReadBytesAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw ErrorOf(response, body.Span, now);
        try
        {
            return BigQueryJson.Read<T>(body.Span);
        }
        // A number that does not fit, and a text that is no UTF-8.
        catch (Exception ex) when (ex is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            throw new BigQueryException(BigQueryErrorKind.InvalidResponse, $"The server's answer is no {typeof(T).Name}: {Line(ex.Message)}", ex);
        }
    }

    /// <exception cref="BigQueryException">The answer is an error.</exception>
    public static async Task ThrowOnErrorAsync(HttpResponseMessage response, int maxBytes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw ErrorOf(response, (await ReadBytesAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false)).Span, now);
    }

    /// <summary>The error that a job ended with.</summary>
    public static BigQueryException OfJob(string jobId, ErrorProto error)
    {
        var kind = BigQueryException.KindOf(error.Reason, HttpStatusCode.BadRequest, error.Message);
        var where = string.IsNullOrEmpty(error.Location) ? "" : $" at {Line(error.Location)}";
        return new BigQueryException(kind, $"Job {Line(jobId).TrimEnd('.')} failed{where}: {Line(error.Message ?? "no reason is given")}") { Reason = Reason(error.Reason), IsOfJob = true };
    }

    /// <summary>A text of a server as one line of bounded length.</summary>
    public static string Line(string text)
    {
        var line = string.Concat((text.Length > MaxDetail ? text[..MaxDetail] + "..." : text).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.EndsWith('.') ? line : line + '.';
    }

    private static BigQueryException ErrorOf(HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var error = Parse(body);
        var first = error?.Errors?.FirstOrDefault(item => item is not null);
        var message = error?.Message ?? first?.Message ?? response.ReasonPhrase ?? "no reason is given";
        var after = response.Headers.RetryAfter;
        return new BigQueryException(BigQueryException.KindOf(first?.Reason, response.StatusCode, message), $"The server answered {(int)response.StatusCode}: {Line(message)}")
        {
            HttpStatusCode = response.StatusCode, Reason = Reason(first?.Reason), RetryAfter = after?.Delta ?? (after?.Date is { } date ? date - now : null),
        };
    }

    /// <summary>Null for an answer of something between here and the server, such as a page of a proxy.</summary>
    private static ErrorBody? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return BigQueryJson.Read<ErrorAnswer>(body).Error;
        }
        catch (Exception ex) when (ex is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Reason(string? reason) => reason is { Length: > 0 and <= 64 } ? Line(reason).TrimEnd('.') : null;

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            throw TooLarge(maxBytes);
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new ArrayBufferWriter<byte>();
            for (int count; (count = await stream.ReadAsync(body.GetMemory(ReadBytes), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                body.Advance(count);
                if (body.WrittenCount > maxBytes)
                    throw TooLarge(maxBytes);
            }

            return body.WrittenMemory;
        }
    }

    private static BigQueryException TooLarge(int maxBytes) => new(
        BigQueryErrorKind.ResponseTooLarge, $"The server's answer has more than {maxBytes} bytes. Ask for fewer rows a page (PageSize), or raise MaxResponseBytes.");
}
