using System.Diagnostics;
using System.Text.Json;
using SpotifyPlatform.Testing.Crash;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>A member in a process of its own, which is killed and stopped by its id.</summary>
/// <param name="log">Takes the lines of its log.</param>
internal sealed class ProcessSlot(MemberSettings settings, IChaosDirector director, Action<string> log, Action<string> fail) : MemberSlot(settings.Name)
{
    /// <summary>A point that the member does not come to in this time is given up: it is killed where it is.</summary>
    private static readonly TimeSpan PointWait = TimeSpan.FromSeconds(4);

    /// <summary>More than the host's own shutdown time.</summary>
    private static readonly TimeSpan LeaveWait = TimeSpan.FromSeconds(60);

    private Process? process;
    private Task reading = Task.CompletedTask;
    private volatile KillPoint killAt;
    private volatile bool isEnding;

    public override bool IsRunning => process is not null;

    public override Task StartAsync()
    {
        (killAt, isEnding) = (KillPoint.Anywhere, false);
        var command = CrashProgram.Command("chaos-member", settings.ToJson());
        command.RedirectStandardInput = command.RedirectStandardError = true;
        var started = Process.Start(command)!;
        process = started;
        reading = Task.WhenAll(Task.Run(() => AnswerAsync(started)), Task.Run(() => CopyLogAsync(started)), Task.Run(() => WatchAsync(started)));
        return Task.CompletedTask;
    }

    public override async Task LeaveAsync()
    {
        isEnding = true;
        Answer(process!, new MemberAnswer(0, default));
        using var patience = new CancellationTokenSource(LeaveWait);
        await process!.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            fail($"{Name} was asked to leave and did not end within {LeaveWait.TotalSeconds:N0} s.");
            process.Kill();
        }
        else if (process.ExitCode != 0)
        {
            fail($"{Name} was asked to leave and ended with exit code {process.ExitCode}.");
        }

        await EndedAsync();
    }

    /// <summary>Kills the member when it comes to a point.</summary>
    /// <returns>Whether it came there.</returns>
    public async Task<bool> KillAsync(KillPoint point)
    {
        isEnding = true;
        killAt = point;
        using var patience = new CancellationTokenSource(point == KillPoint.Anywhere ? TimeSpan.Zero : PointWait);
        await process!.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var came = process.HasExited;
        process.Kill();
        await EndedAsync();
        return came;
    }

    /// <summary>Stops the process for a time.</summary>
    public async Task StopAsync(TimeSpan time)
    {
        Signals.SendStop(process!.Id);
        try
        {
            await Task.Delay(time);
        }
        finally
        {
            Signals.SendContinue(process.Id);
        }
    }

    private async Task EndedAsync()
    {
        await process!.WaitForExitAsync();
        await reading;
        process.Dispose();
        process = null;
    }

    private async Task WatchAsync(Process started)
    {
        await started.WaitForExitAsync();
        if (!isEnding)
            fail($"{Name} ended by itself with exit code {started.ExitCode}.");
        else if (started.ExitCode is not (0 or 128 + 9))
            fail($"{Name} ended with exit code {started.ExitCode}.");
    }

    private async Task CopyLogAsync(Process started)
    {
        while (await started.StandardError.ReadLineAsync() is { } line)
            log(line);
    }

    private async Task AnswerAsync(Process started)
    {
        while (await started.StandardOutput.ReadLineAsync() is { } line)
        {
            // A kill may cut the last line.
            if (!line.EndsWith('}'))
                continue;
            var question = JsonSerializer.Deserialize<MemberQuestion>(line)!;
            _ = Task.Run(() => AnswerAsync(started, question));
        }
    }

    private async Task AnswerAsync(Process started, MemberQuestion question)
    {
        var answer = HandlerAnswer.Handled;
        if (question.Event is { } e)
        {
            if (IsKilled(started, KillPoint.BeforeEffect))
                return;
            answer = await director.HandleAsync(e, CancellationToken.None);
            if (IsKilled(started, KillPoint.AfterEffect))
                return;
        }
        else if (IsKilled(started, Enum.Parse<KillPoint>($"{question.Point}")))
        {
            return;
        }

        Answer(started, new MemberAnswer(question.Number, answer));
    }

    private bool IsKilled(Process started, KillPoint point)
    {
        if (killAt != point || started != process)
            return false;
        started.Kill();
        return true;
    }

    private static void Answer(Process to, MemberAnswer answer)
    {
        try
        {
            lock (to)
                to.StandardInput.WriteLine(JsonSerializer.Serialize(answer));
        }
        catch (Exception ex) when (ex is IOException or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }
}

/// <summary>Where a member is killed; the names of <see cref="BusPoint"/> are those of the bus.</summary>
internal enum KillPoint
{
    Anywhere,
    BeforeEffect,
    AfterEffect,
    AfterJoin,
    BeforeAppend,
    AfterAppend,
    BeforeCommit,
    AfterCommit,
}
