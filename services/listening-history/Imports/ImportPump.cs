using System.Collections.Concurrent;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>Reads files on a thread of its own, so that parsing and writing each have a core. A few batches are in flight, no more.</summary>
internal sealed class ImportPump(ExportSet exports, ExportLimits limits, TimeProvider time) : IDisposable
{
    private const int BatchRows = 8192;
    private const int BatchesInFlight = 4;

    private readonly BlockingCollection<Message> messages = new(BatchesInFlight);
    private readonly ConcurrentBag<ParsedPlay[]> spare = [];
    private long bytes;

    /// <summary>Files that were not read, with those that could not even be opened.</summary>
    public List<RefusedExport> Refused { get; } = [.. exports.Refused];

    /// <summary>The first invalid rows.</summary>
    public List<InvalidRowOfFile> Invalid { get; } = [];

    public int Files { get; private set; }

    public int KnownFiles { get; private set; }

    /// <summary>Reads every file into the session.</summary>
    public void Run(IImportSession session, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Factory.StartNew(() => ReadAll(stopping.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            long rows = 0;
            foreach (var message in messages.GetConsumingEnumerable(cancellationToken))
            {
                rows += message.Count;
                Take(message, session);
                progress?.Report(new ImportProgress(Interlocked.Read(ref bytes), exports.Bytes, rows, message.File));
            }

            reading.GetAwaiter().GetResult();
        }
        finally
        {
            stopping.Cancel();
            reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    public void Dispose() => messages.Dispose();

    private void Take(in Message message, IImportSession session)
    {
        if (message.Plays is { } plays)
        {
            session.Add(plays.AsSpan(0, message.Count));
            spare.Add(plays);
        }

        if (message.Ended is { } ended)
        {
            Files++;
            KnownFiles += session.EndFile(ended) ? 0 : 1;
        }

        if (message.Refused is { } refused)
        {
            session.DropFile();
            Refused.Add(refused);
        }
    }

    private void ReadAll(CancellationToken cancellationToken)
    {
        try
        {
            var parser = new PlayParser(limits, time);
            foreach (var file in exports.Files)
                Read(file, parser, cancellationToken);
        }
        finally
        {
            messages.CompleteAdding();
        }
    }

    private void Read(ExportFile file, PlayParser parser, CancellationToken cancellationToken)
    {
        var sink = new BatchSink(this, file.Name, cancellationToken);
        try
        {
            using var stream = new HashingStream(file.Open());
            parser.Parse(stream, file.Name, file.IsVideo, sink, cancellationToken);
            sink.Flush();
            messages.Add(
                new Message(file.Name) { Ended = new ImportedFile(file.Name, file.Set, file.IsVideo, stream.Sha256(), sink.Valid, sink.Invalid) }, cancellationToken);
        }
        catch (ExportRefusedException refused)
        {
            messages.Add(new Message(file.Name) { Refused = new RefusedExport(file.Name, refused.Reason, refused.Message) }, cancellationToken);
        }
    }

    private readonly record struct Message(string File)
    {
        public ParsedPlay[]? Plays { get; init; }

        public int Count { get; init; }

        public ImportedFile? Ended { get; init; }

        public RefusedExport? Refused { get; init; }
    }

    private sealed class BatchSink(ImportPump pump, string file, CancellationToken cancellationToken) : IPlaySink
    {
        private ParsedPlay[] batch = pump.Rent();
        private int count;

        public long Valid { get; private set; }

        public long Invalid { get; private set; }

        public void Add(in ParsedPlay play)
        {
            if (count == batch.Length)
                Flush();
            batch[count++] = play;
            Valid++;
        }

        public void AddInvalid(in InvalidRow row)
        {
            Invalid++;
            lock (pump.Invalid)
                if (pump.Invalid.Count < pump.MaxNamed)
                    pump.Invalid.Add(new InvalidRowOfFile(file, row.Row, row.Offset, row.Reason));
        }

        public void Advance(int bytes) => Interlocked.Add(ref pump.bytes, bytes);

        public void Flush()
        {
            if (count > 0)
                pump.messages.Add(new Message(file) { Plays = batch, Count = count }, cancellationToken);
            batch = pump.Rent();
            count = 0;
        }
    }

    private int MaxNamed => limits.MaxNamed;

    private ParsedPlay[] Rent() => spare.TryTake(out var batch) ? batch : new ParsedPlay[BatchRows];
}
