namespace GwSmm.MLNet;

/// <summary>Calls an action on the reporting thread, so that reports keep their order (unlike <see cref="Progress{T}"/>).</summary>
/// <typeparam name="T">What is reported.</typeparam>
/// <param name="action">Receives the reports.</param>
internal sealed class DirectProgress<T>(Action<T> action) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => action(value);
}
