using Grpc.Core;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>What every write asks for, and what it takes for done.</summary>
internal static class Writes
{
    /// <summary>In the order in which they are sent, through the permanent leader.</summary>
    public static Wire.WriteOrdering Strong => new() { Type = Wire.WriteOrderingType.Strong };

    /// <exception cref="CallFault">The write is not applied, as far as the server says.</exception>
    public static void EnsureCompleted(Wire.PointsOperationResponse answer)
    {
        var status = answer.Result?.Status ?? Wire.UpdateStatus.UnknownUpdateStatus;
        if (status != Wire.UpdateStatus.Completed)
            throw new CallFault(CallOutcome.Unknown, StatusCode.OK, $"the write is {status}, not {Wire.UpdateStatus.Completed}");
    }
}
