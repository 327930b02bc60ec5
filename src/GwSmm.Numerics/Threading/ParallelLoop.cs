using System.Runtime.ExceptionServices;

namespace GwSmm.Numerics;

/// <summary>
/// One run of <see cref="Threads.For"/>. Workers take the next index until none is left; the caller waits for indices, not for
/// workers, so a pool that is too busy to start a worker cannot block it.
/// </summary>
internal sealed class ParallelLoop : IThreadPoolWorkItem
{
    private readonly object _gate = new();
    private readonly int _count;
    private readonly Action<int> _body;
    private int _next = -1;
    private int _pending;
    private int _failedIndex = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Describes the loop; nothing runs yet.</summary>
    public ParallelLoop(int count, Action<int> body)
    {
        _count = count;
        _body = body;
        _pending = count;
    }

    /// <summary>Runs indices until none is left.</summary>
    public void Execute()
    {
        int index;
        while ((index = Interlocked.Increment(ref _next)) < _count)
        {
            try
            {
                // Indices are handed out in ascending order, so the lowest one that fails always runs.
                if (index < Volatile.Read(ref _failedIndex))
                {
                    _body(index);
                }
            }
#pragma warning disable CA1031 // Rethrown on the calling thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Record(index, exception);
            }

            if (Interlocked.Decrement(ref _pending) == 0)
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    /// <summary>Waits until every index has run, then rethrows the failure of the lowest index.</summary>
    public void Wait()
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref _pending) > 0 && !spin.NextSpinWillYield)
        {
            spin.SpinOnce();
        }

        lock (_gate)
        {
            while (Volatile.Read(ref _pending) > 0)
            {
                Monitor.Wait(_gate);
            }
        }

        _failure?.Throw();
    }

    private void Record(int index, Exception exception)
    {
        lock (_gate)
        {
            if (index < _failedIndex)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
                Volatile.Write(ref _failedIndex, index);
            }
        }
    }
}
