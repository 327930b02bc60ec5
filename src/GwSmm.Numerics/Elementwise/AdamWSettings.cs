namespace GwSmm.Numerics;

/// <summary>The constants of AdamW (Loshchilov and Hutter, 2019), with the usual defaults.</summary>
public sealed record AdamWSettings
{
    /// <summary>Decay of the running mean of gradients, in [0, 1); 0.9 unless set.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the running mean of squared gradients, in [0, 1); 0.999 unless set.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the root of the squared gradients, above 0; 1e-8 unless set.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>Decoupled weight decay: a step shrinks parameters by learning rate times this; 0 unless set.</summary>
    public float WeightDecay { get; init; }
}
