namespace GwSmm.Cli;

/// <summary>Keeps a command from writing over what it reads.</summary>
internal static class WrittenFile
{
    /// <summary>Compares a file to be written with files that are needed.</summary>
    /// <param name="option">The option that names the file to be written.</param>
    /// <param name="written">The file to be written; null or empty for none.</param>
    /// <param name="needed">The other files and what they are.</param>
    /// <returns>What is wrong; null if it is none of the others.</returns>
    public static string? CheckOther(string option, string? written, IEnumerable<(string Path, string Role)> needed)
    {
        if (string.IsNullOrEmpty(written))
        {
            return null;
        }

        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var place = Locate(written);
        var same = needed.FirstOrDefault(other => other.Path.Length > 0 && string.Equals(Locate(other.Path), place, comparison));
        return same.Path is null ? null : $"{option} '{written}' is also {same.Role}, which would be overwritten. Give {option} another name.";
    }

    // The file that a link leads to; a link without an end is left to whoever opens it.
    private static string Locate(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Path.GetFullPath(path);
        }
    }
}
