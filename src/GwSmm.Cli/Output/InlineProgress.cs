namespace GwSmm.Cli;

/// <summary>Reports in the caller's thread, unlike <see cref="Progress{T}"/>.</summary>
/// <param name="report">Receives each value.</param>
internal sealed class InlineProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
