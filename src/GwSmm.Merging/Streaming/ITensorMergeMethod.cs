namespace GwSmm.Merging;

/// <summary>
/// A merge method that works tensor by tensor, so that encoders need not be in memory; see <see cref="StreamingMerge"/>. What must be known of
/// whole encoders first, such as a threshold, is found by <see cref="Prepare"/>.
/// </summary>
public interface ITensorMergeMethod : IMergeMethod
{
    /// <summary>How many values of a tensor belong together: parts are multiples of this.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>1, the default, where every value is merged by itself; the length of a row; or <see cref="TensorInfo.Count"/>.</returns>
    int UnitOf(TensorInfo tensor) => 1;

    /// <summary>Says how much memory the merge of a part takes beside the values that are read and written.</summary>
    /// <param name="tensor">The tensor of the part.</param>
    /// <param name="models">How many encoders are merged.</param>
    /// <returns>Bytes, about; 0 by default.</returns>
    long WorkingBytes(TensorInfo tensor, int models) => 0;

    /// <summary>Reads what must be known before the first tensor can be merged.</summary>
    /// <param name="source">The encoders.</param>
    /// <param name="threads">Threads to use, at least 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The merge of these encoders.</returns>
    /// <exception cref="GwSmmException">The base is needed but unknown, or the parameters do not fit the encoders.</exception>
    ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default);
}
