namespace GwSmm.Numerics;

/// <summary>
/// A dense layer with a correction of low rank beside its weights: y = (W + U V) x + b as W x + U (V x) + b, so that W is read where it lies and
/// the correction takes rank * (inputs + outputs) products. A view, nothing is copied.
/// </summary>
internal sealed class LowRankWeights : DenseWeights
{
    /// <summary>The largest rank, for which a strip of U fits the stack.</summary>
    public const int MostRank = 384;

    /// <summary>Joins the parts.</summary>
    /// <param name="whole">W [outputs, inputs] and b.</param>
    /// <param name="up">U [outputs, rank].</param>
    /// <param name="down">V [rank, inputs], with zeros for a bias.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the rank is above <see cref="MostRank"/>.</exception>
    public LowRankWeights(FloatWeights whole, float[] up, FloatWeights down)
        : base(whole.Outputs, whole.Inputs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(down.Outputs, MostRank, nameof(down));
        ArgumentOutOfRangeException.ThrowIfNotEqual(down.Inputs, whole.Inputs, nameof(down));
        Lengths.Matrix(whole.Outputs, down.Outputs, up.Length, nameof(up));
        (Whole, Up, Down) = (whole, up, down);
    }

    /// <summary>W and b.</summary>
    public FloatWeights Whole { get; }

    /// <summary>U [outputs, rank].</summary>
    public float[] Up { get; }

    /// <summary>V [rank, inputs].</summary>
    public FloatWeights Down { get; }

    /// <summary>Columns of U and rows of V.</summary>
    public int Rank => Down.Outputs;
}
