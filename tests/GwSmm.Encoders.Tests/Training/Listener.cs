namespace GwSmm.Encoders.Tests;

/// <summary>Progress that is told at once, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Listener<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
