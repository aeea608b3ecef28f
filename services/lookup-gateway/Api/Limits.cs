using Google.Protobuf;
using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Limits of one call, checked before any store is read, and of one answer.</summary>
internal static class Limits
{
    public const int MaxResults = 100;
    public const int MaxBatch = 100;

    /// <summary>Of an answer as a message: what a gRPC client takes by default.</summary>
    public const int MaxAnswerBytes = 4 << 20;

    /// <summary>Of one list of an answer, such as the sections of an analysis.</summary>
    public const int MaxAnswerRows = 10_000;

    private const int DefaultResults = 10;

    /// <summary>0 is the default of 10.</summary>
    /// <exception cref="MalformedRequestException">Outside 0 to 100.</exception>
    public static int Results(int requested) => requested switch
    {
        0 => DefaultResults,
        > 0 and <= MaxResults => requested,
        _ => throw new MalformedRequestException($"limit is {requested}; it may be 1 to {MaxResults}."),
    };

    /// <exception cref="MalformedRequestException">None or more than 100.</exception>
    public static IReadOnlyList<T> Batch<T>(IReadOnlyList<T> named, string what) => named.Count is > 0 and <= MaxBatch
        ? named
        : throw new MalformedRequestException($"The request names {named.Count} {what}; one call takes 1 to {MaxBatch}.");

    /// <summary>The answer, where it may be given.</summary>
    /// <param name="rows">Of its longest list.</param>
    /// <param name="instead">What to do, as a sentence.</param>
    /// <exception cref="AnswerTooLargeException">It has too many rows or bytes.</exception>
    public static T Answer<T>(T answer, int rows, string instead)
        where T : IMessage
    {
        if (rows > MaxAnswerRows)
            throw new AnswerTooLargeException($"The answer has {rows} rows; one answer has at most {MaxAnswerRows}. {instead}");
        return answer.CalculateSize() is var bytes && bytes <= MaxAnswerBytes
            ? answer
            : throw new AnswerTooLargeException($"The answer has {bytes} bytes; one answer has at most {MaxAnswerBytes}. {instead}");
    }
}
