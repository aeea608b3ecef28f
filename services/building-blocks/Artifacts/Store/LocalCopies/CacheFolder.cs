namespace SpotifyPlatform.Artifacts.Store.LocalCopies;

/// <summary>The files of the cache, their use and the space they take. Copies in use, and those being made, are never removed.</summary>
internal sealed class CacheFolder : IDisposable
{
    private const string Partial = ".partial";
    private const string LockName = "lock";

    private readonly Lock gate = new();
    private readonly string path;
    private readonly long maxBytes;
    private readonly FileStream held;
    private readonly Dictionary<string, Copy> copies = [];
    private readonly LinkedList<string> byUse = [];
    private long bytes;

    public CacheFolder(string path, long maxBytes)
    {
        this.path = Directory.CreateDirectory(path).FullName;
        this.maxBytes = maxBytes;
        held = new FileStream(Path.Combine(this.path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        foreach (var file in new DirectoryInfo(this.path).GetFiles().Where(file => file.Name != LockName).OrderBy(file => file.LastAccessTimeUtc))
        {
            if (file.Name.EndsWith(Partial, StringComparison.Ordinal))
                file.Delete();
            else
                Add(file.Name, file.Length);
        }
    }

    /// <summary>The copy, kept from removal until it is disposed; null when there is none.</summary>
    public LocalArtifact? TryLease(ArtifactReference reference)
    {
        lock (gate)
        {
            if (!copies.TryGetValue(reference.Sha256, out var copy))
                return null;
            var file = new FileInfo(PathOf(reference.Sha256));
            if (!file.Exists || file.Length != copy.Length)
            {
                Remove(reference.Sha256);
                return null;
            }

            if (copy.Length != reference.Length)
                throw new ArtifactChangedException(reference, $"is named with the hash of other content, of {copy.Length} bytes");
            copy.Leases++;
            byUse.Remove(copy.Use);
            byUse.AddLast(copy.Use);
            return new LocalArtifact(PathOf(reference.Sha256), () => Release(copy));
        }
    }

    /// <summary>Makes room for a copy.</summary>
    /// <exception cref="IOException">The copies in use leave too little of it.</exception>
    public Reservation Reserve(ArtifactReference reference)
    {
        lock (gate)
        {
            for (var oldest = byUse.First; oldest is not null && bytes + reference.Length > maxBytes;)
            {
                var next = oldest.Next;
                if (copies[oldest.Value].Leases == 0)
                    Remove(oldest.Value);
                oldest = next;
            }

            if (bytes + reference.Length > maxBytes)
                throw new IOException(
                    $"'{reference.Key}' has {reference.Length} bytes and does not fit into the cache {path} of {maxBytes} bytes, of which {bytes} are in use. "
                    + "Give the cache more space.");
            bytes += reference.Length;
            return new Reservation(this, reference);
        }
    }

    public void Dispose() => held.Dispose();

    private string PathOf(string sha256) => Path.Combine(path, sha256);

    private void Add(string sha256, long length)
    {
        copies.Add(sha256, new Copy(length, byUse.AddLast(sha256)));
        bytes += length;
    }

    private void Remove(string sha256)
    {
        File.Delete(PathOf(sha256));
        byUse.Remove(copies[sha256].Use);
        bytes -= copies[sha256].Length;
        copies.Remove(sha256);
    }

    private void Release(Copy copy)
    {
        lock (gate)
            copy.Leases--;
    }

    private sealed class Copy(long length, LinkedListNode<string> use)
    {
        public long Length { get; } = length;

        public LinkedListNode<string> Use { get; } = use;

        public int Leases { get; set; }
    }

    /// <summary>Room for a copy that is being made; given back unless it was published.</summary>
    internal sealed class Reservation(CacheFolder folder, ArtifactReference reference) : IDisposable
    {
        private bool published;

        public string Path { get; } = folder.PathOf(reference.Sha256) + Partial;

        /// <summary>Gives the copy its name. It is whole, verified and synced.</summary>
        public void Publish()
        {
            lock (folder.gate)
            {
                File.Move(Path, folder.PathOf(reference.Sha256), overwrite: true);
                folder.bytes -= reference.Length;
                folder.Add(reference.Sha256, reference.Length);
                published = true;
            }
        }

        public void Dispose()
        {
            if (published)
                return;
            File.Delete(Path);
            lock (folder.gate)
                folder.bytes -= reference.Length;
        }
    }
}
