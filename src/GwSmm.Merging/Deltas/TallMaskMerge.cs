namespace GwSmm.Merging;

/// <summary>
/// TALL masks (Wang, Dimitriadis, Ortiz-Jimenez, Fleuret and Frossard, 2024; arXiv 2405.07813): the task vectors are summed, and an item's mask keeps the
/// places where its own task vector is at least lambda times as large as what the others put there: |t| >= lambda |sum - t|.
/// </summary>
/// <remarks>
/// The encoder of an item is base + mask * sum. What <see cref="EmrMerge"/> says of the shared encoder, biases and norms holds here too. The
/// paper chooses lambda by validation score; here the error of the weights decides, which needs no data.
/// </remarks>
public sealed class TallMaskMerge : IDeltaMergeMethod
{
    private readonly TallMaskOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">An option is out of range.</exception>
    public TallMaskMerge(TallMaskOptions? options = null)
    {
        _options = options ?? new TallMaskOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "tall";

    /// <inheritdoc/>
    public DeltaMerge Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        var vectors = new TaskVectors(input, Name);
        var errors = new double[vectors.Count, _options.Lambdas.Count];
        foreach (var name in vectors.Matrices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddErrors(vectors, name, errors);
        }

        double[] lambdas = [.. Enumerable.Range(0, vectors.Count).Select(m => _options.Lambdas[Enumerable.Range(0, _options.Lambdas.Count).MinBy(k => errors[m, k])])];
        var builder = new MaskBuilder(vectors, _options.HalfPrecision);
        foreach (var name in vectors.Matrices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sum = Sum(vectors, name);
            builder.Add(name, sum, (m, i) => Keeps(vectors.At(name, m, i), sum[i], lambdas[m]), _ => 1);
        }

        return builder.Build();
    }

    private static bool Keeps(float task, float sum, double lambda) => sum != 0 && Math.Abs(task) >= lambda * Math.Abs(sum - task);

    private float[] Sum(TaskVectors vectors, string name)
    {
        var result = new float[vectors.Length(name)];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            for (var m = 0; m < vectors.Count; m++)
            {
                sum += vectors.At(name, m, i);
            }

            result[i] = (float)(_options.Scale * sum);
        }

        return result;
    }

    private void AddErrors(TaskVectors vectors, string name, double[,] errors)
    {
        var sum = Sum(vectors, name);
        for (var i = 0; i < sum.Length; i++)
        {
            for (var m = 0; m < vectors.Count; m++)
            {
                var task = vectors.At(name, m, i);
                for (var k = 0; k < _options.Lambdas.Count; k++)
                {
                    var error = task - (Keeps(task, sum[i], _options.Lambdas[k]) ? (double)sum[i] : 0);
                    errors[m, k] += error * error;
                }
            }
        }
    }
}
