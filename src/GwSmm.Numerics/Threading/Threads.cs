namespace GwSmm.Numerics;

/// <summary>Runs independent pieces of work on a bounded number of threads of the thread pool. Thread-safe; may be nested.</summary>
public static class Threads
{
    /// <summary>
    /// Calls <paramref name="body"/> once for every index. Which thread runs an index is not fixed, so results depend on the
    /// number of threads only if bodies share data: split work by a fixed piece size and let every index write its own place.
    /// The calling thread works too, and with one thread everything runs in order on it.
    /// </summary>
    /// <param name="count">Number of indices, from 0.</param>
    /// <param name="threads">Most threads to use, at least 1.</param>
    /// <param name="body">The work for one index.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or <paramref name="threads"/> below 1.</exception>
    /// <remarks>
    /// An exception of a body stops further indices and is rethrown as it is, not wrapped; if several fail, the one of the lowest
    /// index is thrown, whatever the number of threads.
    /// </remarks>
    public static void For(int count, int threads, Action<int> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentNullException.ThrowIfNull(body);
        var workers = Math.Min(threads, count);
        if (workers <= 1)
        {
            for (var i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        var loop = new ParallelLoop(count, body);
        for (var i = 1; i < workers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(loop, preferLocal: false);
        }

        loop.Execute();
        loop.Wait();
    }

    /// <summary>The same for a body that captures nothing: with one thread it allocates nothing.</summary>
    /// <typeparam name="TState">What the body needs.</typeparam>
    internal static void For<TState>(int count, int threads, TState state, Action<TState, int> body)
    {
        if (Math.Min(threads, count) > 1)
        {
            ForCaptured(count, threads, state, body);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            body(state, i);
        }
    }

    private static void ForCaptured<TState>(int count, int threads, TState state, Action<TState, int> body) => For(count, threads, i => body(state, i));
}
