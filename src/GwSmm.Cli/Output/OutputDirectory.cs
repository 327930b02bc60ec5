namespace GwSmm.Cli;

/// <summary>
/// Collects the files of a run beside their destination and moves them there when all are complete; without
/// <see cref="Complete"/> the destination stays as it was.
/// </summary>
internal sealed class OutputDirectory : IDisposable
{
    private readonly string _destination;
    private readonly List<string> _created;
    private bool _complete;

    /// <summary>Prepares the destination, so that one that cannot be written is known before the work.</summary>
    /// <param name="destination">The folder; made if it does not exist.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public OutputDirectory(string destination)
    {
        _destination = Path.GetFullPath(destination);
        _created = Missing(_destination);
        Staging = Path.Combine(_destination, $".gwsmm-{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(Staging);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Cannot write to '{destination}' (--out): {error.Message} Choose a folder that can be written.", error);
        }
    }

    /// <summary>Where to write for now.</summary>
    public string Staging { get; }

    /// <summary>A file of that name, for now.</summary>
    /// <param name="name">Its name in the destination.</param>
    public string PathTo(string name) => Path.Combine(Staging, name);

    /// <summary>Moves every file and folder to the destination; a file there is replaced, a folder is not.</summary>
    public void Complete()
    {
        foreach (var folder in Directory.GetDirectories(Staging).Order(StringComparer.Ordinal))
        {
            Directory.Move(folder, Path.Combine(_destination, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.GetFiles(Staging).Order(StringComparer.Ordinal))
        {
            File.Move(file, Path.Combine(_destination, Path.GetFileName(file)), overwrite: true);
        }

        _complete = true;
    }

    /// <summary>Removes what is left of an incomplete run.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Staging))
        {
            Directory.Delete(Staging, recursive: true);
        }

        if (_complete)
        {
            return;
        }

        // Another run, or a cache inside, may have put files there meanwhile: only what is empty goes.
        foreach (var folder in _created)
        {
            if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return;
            }

            Directory.Delete(folder);
        }
    }

    private static List<string> Missing(string path)
    {
        var missing = new List<string>();
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing.Add(folder);
        }

        return missing;
    }
}
