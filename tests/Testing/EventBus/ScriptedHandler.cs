using Google.Protobuf.WellKnownTypes;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>A handler that does what a test says.</summary>
public sealed class ScriptedHandler : IEventHandler<StringValue>
{
    private readonly Func<EventBatch<StringValue>, CancellationToken, Task<IReadOnlyList<Refusal?>>> handle;

    /// <summary>Answers event by event.</summary>
    public ScriptedHandler(Func<string, CancellationToken, Task<Refusal?>> handle) => this.handle = async (batch, token) =>
    {
        var answers = new List<Refusal?>();
        foreach (var e in batch.Events)
            answers.Add(await handle(e.Message.Value, token));
        return answers;
    };

    private ScriptedHandler(Func<EventBatch<StringValue>, CancellationToken, Task<IReadOnlyList<Refusal?>>> handle) => this.handle = handle;

    /// <summary>Answers batch by batch.</summary>
    public static ScriptedHandler OfBatches(Func<EventBatch<StringValue>, CancellationToken, Task<IReadOnlyList<Refusal?>>> handle) => new(handle);

    public Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<StringValue> batch, CancellationToken cancellationToken) => handle(batch, cancellationToken);
}
