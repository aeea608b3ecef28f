using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>
/// Copies one file from a source into a hidden file beside its path, whose name has a hash of the version, and renames it when it is whole. What a killed fetch of the same
/// version has left is kept; what one of another version has left is deleted.
/// </summary>
/// <param name="open">Opens the content at an offset; tells the offset at which it begins.</param>
internal sealed class ResumableFetch(WantedFile wanted, Func<long, CancellationToken, Task<(Stream Content, long Offset)>> open)
{
    public const string Suffix = ".partial";
    private const int BufferBytes = 1 << 20;
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(2);
    private const int VersionDigits = 16;

    private readonly SourceFile file = wanted.File;
    private readonly string folder = Path.GetDirectoryName(wanted.Path)!;

    /// <exception cref="InvalidDataException">The source has other content than it listed. Nothing is left of it.</exception>
    /// <exception cref="IOException">What has arrived is kept.</exception>
    public async Task RunAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var partial = PartialPath();
        DeletePartialsBut(partial);
        try
        {
            await FillAsync(partial, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            File.Delete(partial);
            throw;
        }

        File.Move(partial, wanted.Path, overwrite: true);
        DurableFolder.Sync(folder);
    }

    private async Task FillAsync(string partial, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var stream = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            await CopyAsync(stream, progress, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        if (file.Sha256 is { } expected && await FileHash.OfAsync(partial, _ => { }, cancellationToken).ConfigureAwait(false) is var found && found != expected)
            throw new InvalidDataException($"{file.Name} has the SHA-256 {found}; {expected} was expected.");
    }

    private async Task CopyAsync(FileStream target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        // Without a version, what is there may be of another one.
        if (file.Version.Length == 0 || target.Length > file.Length)
            target.SetLength(0);
        if (target.Length == file.Length)
            return;
        var (content, offset) = await open(target.Length, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            target.SetLength(offset);
            target.Position = offset;
            var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                for (int count; (count = await ReadAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    if (target.Position + count > file.Length)
                        throw new InvalidDataException($"{file.Name} has more than its {file.Length} bytes.");
                    await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    progress.Report(count);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        if (target.Length < file.Length)
            throw new EndOfStreamException($"{file.Name} ended after {target.Length} of {file.Length} bytes.");
    }

    /// <summary>A source that goes silent is a fault, which is tried again.</summary>
    private async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(MaxSilence);
        try
        {
            return await content.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"No byte of {file.Name} came for {MaxSilence}.", ex);
        }
    }

    private string PartialPath() => Path.Combine(
        folder, $".{Path.GetFileName(wanted.Path)}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Length} {file.Version}")))[..VersionDigits]}{Suffix}");

    private void DeletePartialsBut(string kept)
    {
        var (prefix, length) = ($".{Path.GetFileName(wanted.Path)}.", Path.GetFileName(kept).Length);
        foreach (var path in Directory.EnumerateFiles(folder))
            if (path != kept && Path.GetFileName(path) is var name && name.Length == length && name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
                File.Delete(path);
    }
}
