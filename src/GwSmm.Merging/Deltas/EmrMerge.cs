using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// EMR-Merging (Huang, Ye, Chen, He, Yue and Ouyang, 2024; arXiv 2405.17461): elect, mask and rescale. A task vector is what fine-tuning added to the
/// base. The unified vector takes at each place the sign of the sum of the task vectors and the largest magnitude among those of that sign. An
/// item's mask keeps the places where its own sign is the unified one, and its factor makes the mean magnitude that of its task vector. No data
/// are needed.
/// </summary>
/// <remarks>
/// The encoder of an item is base + factor * mask * unified. The shared encoder is the base itself, which all groups of a model store once,
/// and the unified vector is stored once for the group. Biases and norms, which are tiny, are kept exactly per item instead of being masked.
/// </remarks>
public sealed class EmrMerge : IDeltaMergeMethod
{
    private readonly bool _halfPrecision;

    /// <summary>Creates the method.</summary>
    /// <param name="halfPrecision">Whether the unified vector is stored in half precision.</param>
    public EmrMerge(bool halfPrecision = true) => _halfPrecision = halfPrecision;

    /// <inheritdoc/>
    public string Name => "emr";

    /// <inheritdoc/>
    public DeltaMerge Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        var vectors = new TaskVectors(input, Name);
        var (magnitudes, masked) = (new double[input.Models.Count], new double[input.Models.Count]);
        foreach (var name in vectors.Matrices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unified = Elect(vectors, name);
            for (var i = 0; i < unified.Length; i++)
            {
                for (var m = 0; m < masked.Length; m++)
                {
                    var task = vectors.At(name, m, i);
                    magnitudes[m] += Math.Abs((double)task);
                    masked[m] += Keeps(task, unified[i]) ? Math.Abs((double)unified[i]) : 0;
                }
            }
        }

        var builder = new MaskBuilder(vectors, _halfPrecision);
        foreach (var name in vectors.Matrices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unified = Elect(vectors, name);
            builder.Add(name, unified, (m, i) => Keeps(vectors.At(name, m, i), unified[i]), m => masked[m] > 0 ? (float)(magnitudes[m] / masked[m]) : 0);
        }

        return builder.Build();
    }

    private static bool Keeps(float task, float unified) => (task > 0 && unified > 0) || (task < 0 && unified < 0);

    private static float[] Elect(TaskVectors vectors, string name)
    {
        var unified = new float[vectors.Length(name)];
        for (var i = 0; i < unified.Length; i++)
        {
            var (sum, most, least) = (0.0, 0f, 0f);
            for (var m = 0; m < vectors.Count; m++)
            {
                var task = vectors.At(name, m, i);
                sum += task;
                most = Math.Max(most, task);
                least = Math.Min(least, task);
            }

            unified[i] = sum > 0 ? most : sum < 0 ? least : 0;
        }

        return unified;
    }
}
