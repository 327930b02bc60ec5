using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>The batches of an epoch: rows are shuffled, sorted by length within pools of some batches, and the batches shuffled.</summary>
internal static class BatchPlan
{
    /// <summary>Batches per pool: enough to bring like lengths together, few enough to keep batches mixed, since long responses score higher.</summary>
    private const int BatchesPerPool = 4;

    /// <summary>Plans an epoch.</summary>
    /// <param name="rows">The rows to visit, each once.</param>
    /// <param name="lengthOf">The length of a row.</param>
    /// <param name="batchSize">Rows per batch; the last may have fewer.</param>
    /// <param name="random">Where the order comes from.</param>
    /// <returns>The batches in order.</returns>
    public static List<int[]> Make(IReadOnlyCollection<int> rows, Func<int, int> lengthOf, int batchSize, DeterministicRandom random)
    {
        var shuffled = rows.ToArray();
        random.Shuffle<int>(shuffled);
        var batches = shuffled
            .Chunk(batchSize * BatchesPerPool)
            .SelectMany(pool => pool.OrderBy(lengthOf).Chunk(batchSize))
            .ToArray();
        random.Shuffle<int[]>(batches);
        return [.. batches];
    }
}
