using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Averages embeddings in proportion to use. A look-up is a linear map of a one-hot input, whose Gram matrix is diagonal and holds the share of each row among the item's tokens, so the
/// regression of RegMean has this weighted mean as its solution.
/// </summary>
internal static class EmbeddingCounts
{
    /// <summary>Merges word and position embeddings.</summary>
    /// <param name="merged">Where the result goes; rows that nobody uses are left as they are.</param>
    /// <param name="models">The models.</param>
    /// <param name="sequences">Token numbers of each model's responses.</param>
    public static void Merge(EncoderParameters merged, EncoderParameters[] models, int[][][] sequences)
    {
        var config = merged.Config;
        var words = new double[models.Length][];
        var positions = new double[models.Length][];
        for (var m = 0; m < models.Length; m++)
        {
            words[m] = new double[config.VocabularySize];
            positions[m] = new double[config.MaxPositions];
            var share = 1.0 / sequences[m].Sum(sequence => sequence.LongLength);
            foreach (var sequence in sequences[m])
            {
                for (var position = 0; position < sequence.Length; position++)
                {
                    words[m][sequence[position]] += share;
                    positions[m][position] += share;
                }
            }
        }

        MergeTable(merged.Words.Array, [.. models.Select(model => model.Words.Values)], words);
        MergeTable(merged.Positions.Array, [.. models.Select(model => model.Positions.Values)], positions);
    }

    private static void MergeTable(float[] merged, ReadOnlyMemory<float>[] models, double[][] shares)
    {
        var rows = shares[0].Length;
        var width = merged.Length / rows;
        var sums = new double[width];
        for (var row = 0; row < rows; row++)
        {
            var total = shares.Sum(share => share[row]);
            if (total == 0)
            {
                continue;
            }

            Array.Clear(sums);
            for (var m = 0; m < models.Length; m++)
            {
                var values = models[m].Span.Slice(row * width, width);
                for (var i = 0; i < width; i++)
                {
                    sums[i] += shares[m][row] * values[i];
                }
            }

            var target = merged.AsSpan(row * width, width);
            for (var i = 0; i < width; i++)
            {
                target[i] = (float)(sums[i] / total);
            }
        }
    }
}
