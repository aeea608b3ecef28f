namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What handlers saw, and a way to wait until they saw enough.</summary>
public sealed class Seen(int enough)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> texts = [];

    public Task Enough => reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (texts)
                return [.. texts];
        }
    }

    public Task<Refusal?> Add(string text)
    {
        lock (texts)
        {
            texts.Add(text);
            if (texts.Count == enough)
                reached.SetResult();
        }

        return Task.FromResult<Refusal?>(null);
    }
}
