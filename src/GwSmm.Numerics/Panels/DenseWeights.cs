namespace GwSmm.Numerics;

/// <summary>The weights of a dense layer y = W x + b, in a form that a kernel reads.</summary>
internal abstract class DenseWeights
{
    /// <summary>Describes a layer.</summary>
    protected DenseWeights(int outputs, int inputs) => (Outputs, Inputs) = (outputs, inputs);

    /// <summary>Channels out.</summary>
    public int Outputs { get; }

    /// <summary>Channels in.</summary>
    public int Inputs { get; }
}
