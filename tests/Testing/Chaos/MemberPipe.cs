using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>A question of a member's process, one line of JSON on its standard output: about an event, or a point that it is at.</summary>
internal sealed record MemberQuestion(int Number, HandledEvent? Event, BusPoint? Point, string? Topic);

/// <summary>The answer, one line of JSON on its standard input. A number of 0 asks the member to leave.</summary>
internal sealed record MemberAnswer(int Number, HandlerAnswer Answer);

/// <summary>The process of a member that a run kills and stops: its director is at the other end of standard input and output.</summary>
internal sealed class MemberPipe : IChaosDirector, IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<HandlerAnswer>> waiting = new();
    private readonly CancellationTokenSource leaving = new();
    private int questions;

    public static async Task RunAsync(string json)
    {
        var settings = MemberSettings.Parse(json);
        using var log = new TextLog(Console.Error, settings.Name);
        using var bus = MemberHost.OpenKafka(settings, log);
        using var pipe = new MemberPipe();
        using var host = MemberHost.Build(settings, bus, pipe, log);
        // Read before the start: a start may wait for a broker, and the run may want the member to leave.
        _ = Task.Run(pipe.ReadAsync);
        try
        {
            await host.StartAsync(pipe.leaving.Token);
        }
        catch (OperationCanceledException) when (pipe.leaving.IsCancellationRequested)
        {
            return;
        }

        var stopping = new TaskCompletionSource();
        using (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => stopping.TrySetResult()))
        using (pipe.leaving.Token.Register(() => stopping.TrySetResult()))
            await stopping.Task;
        await host.StopAsync();
    }

    public async Task<HandlerAnswer> HandleAsync(HandledEvent e, CancellationToken cancellationToken) => await AskAsync(e, null, null).WaitAsync(cancellationToken);

    public void At(BusPoint point, string topic) => AskAsync(null, point, topic).GetAwaiter().GetResult();

    public void Dispose() => leaving.Dispose();

    private Task<HandlerAnswer> AskAsync(HandledEvent? e, BusPoint? point, string? topic)
    {
        var answer = new TaskCompletionSource<HandlerAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref questions);
        waiting[number] = answer;
        var line = JsonSerializer.Serialize(new MemberQuestion(number, e, point, topic));
        lock (waiting)
            Console.Out.WriteLine(line);
        return answer.Task;
    }

    /// <summary>Reads on when the member is asked to leave: it has questions until it has left.</summary>
    private async Task ReadAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var answer = JsonSerializer.Deserialize<MemberAnswer>(line)!;
            if (answer.Number == 0)
                await leaving.CancelAsync();
            else if (waiting.TryRemove(answer.Number, out var question))
                question.SetResult(answer.Answer);
        }

        await leaving.CancelAsync();
    }
}
