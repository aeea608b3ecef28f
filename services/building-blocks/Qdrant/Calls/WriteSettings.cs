using Grpc.Core;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>Ordering and completion check of every write.</summary>
internal static class WriteSettings
{
    /// <summary>Writes are applied in the order sent, through the permanent leader.</summary>
    public static Wire.WriteOrdering Strong => new() { Type = Wire.WriteOrderingType.Strong };

    /// <exception cref="QdrantCallException">The server does not report the write as completed.</exception>
    public static void EnsureCompleted(Wire.PointsOperationResponse answer)
    {
        var status = answer.Result?.Status ?? Wire.UpdateStatus.UnknownUpdateStatus;
        if (status != Wire.UpdateStatus.Completed)
            throw new QdrantCallException(CallOutcome.Unknown, StatusCode.OK, $"the write has status {status}, not {Wire.UpdateStatus.Completed}");
    }
}
