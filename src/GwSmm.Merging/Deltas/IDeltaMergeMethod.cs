namespace GwSmm.Merging;

/// <summary>Makes one encoder of several and a small delta for each item. Implementations are immutable, deterministic and thread-safe.</summary>
public interface IDeltaMergeMethod
{
    /// <summary>The name in reports, such as <c>emr</c>.</summary>
    string Name { get; }

    /// <summary>Merges.</summary>
    /// <param name="input">The encoders and their base; none is changed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The shared encoder and what each item adds to it.</returns>
    /// <exception cref="GwSmmException">The base is unknown, or the parameters do not fit the input.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    DeltaMerge Merge(MergeInput input, CancellationToken cancellationToken = default);
}
